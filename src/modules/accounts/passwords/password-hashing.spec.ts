import { readSettings } from '../../../core/config/read-settings';
import { PasswordHashing } from './password-hashing';

const required = {
  DATABASE_URL: 'postgres://localhost',
  REDIS_URL: 'redis://localhost',
  JWT_SECRET: 'x'.repeat(32),
  SEALING_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
};
const passwords = new PasswordHashing(readSettings(required));

describe('passwords', () => {
  it('match their own hash only', async () => {
    const hash = await passwords.hash('correct horse');
    expect(await passwords.matches('correct horse', hash)).toBe(true);
    expect(await passwords.matches('correct horse ', hash)).toBe(false);
    expect(await passwords.matches('', hash)).toBe(false);
  });

  it('are salted, with the cost in the hash', async () => {
    const [one, other] = await Promise.all([passwords.hash('same'), passwords.hash('same')]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^scrypt\$16384\$8\$5\$/);
  });

  it('match a hash of another cost, lower or higher', async () => {
    for (const PASSWORD_HASH_COST of ['10', '16']) {
      const others = new PasswordHashing(readSettings({ ...required, PASSWORD_HASH_COST }));
      const hash = await others.hash('correct horse');
      expect(await passwords.matches('correct horse', hash)).toBe(true);
      expect(await passwords.matches('wrong', hash)).toBe(false);
    }
  });

  it('are the same in composed and decomposed form', async () => {
    expect(await passwords.matches('caf\u0065\u0301', await passwords.hash('caf\u00e9'))).toBe(true);
  });

  it('never match the hash of nobody', async () => {
    expect(await passwords.matches('', passwords.hashOfNobody)).toBe(false);
  });
});
