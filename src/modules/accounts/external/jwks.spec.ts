import { generateKeyPairSync } from 'node:crypto';
import { keysOf } from './jwks';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });

describe('keysOf', () => {
  it('reads RSA and EC keys by their id', () => {
    const keys = keysOf({
      keys: [
        { ...rsa, kid: 'r' },
        { ...ec, kid: 'e', use: 'sig' },
      ],
    });
    expect(keys.get('r')!.asymmetricKeyType).toBe('rsa');
    expect(keys.get('e')!.asymmetricKeyType).toBe('ec');
  });

  it('passes over what it cannot use: symmetric, broken, nameless and encryption keys', () => {
    const entries = [
      { kty: 'oct', k: 'c2VjcmV0', kid: 'o' },
      { kty: 'RSA', kid: 'x' },
      rsa,
      { ...rsa, kid: 'enc', use: 'enc' },
    ];
    expect(keysOf({ keys: entries }).size).toBe(0);
  });

  it('refuses a document that is no key set', () => {
    expect(() => keysOf({})).toThrow('not a JSON Web Key Set');
  });
});
