import { hashOfNobody, hashPassword, passwordMatches } from './password';

describe('passwords', () => {
  it('match their own hash only', async () => {
    const hash = await hashPassword('correct horse');
    expect(await passwordMatches('correct horse', hash)).toBe(true);
    expect(await passwordMatches('correct horse ', hash)).toBe(false);
    expect(await passwordMatches('', hash)).toBe(false);
  });

  it('are salted, with the parameters in the hash', async () => {
    const [one, other] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^scrypt\$16384\$8\$5\$/);
  });

  it('match a hash of other parameters', async () => {
    const cheap = 'scrypt$2$1$1$c2FsdA==$' + 'bJdm7FQ58l4kaDt1yPMM+EaYpZ4DvPTsAkKvBWhmFAk=';
    expect(await passwordMatches('anything', cheap)).toBe(false);
  });

  it('are the same in composed and decomposed form', async () => {
    expect(await passwordMatches('caf\u0065\u0301', await hashPassword('caf\u00e9'))).toBe(true);
  });

  it('never match the hash of nobody', async () => {
    expect(await passwordMatches('', hashOfNobody)).toBe(false);
  });
});
