import { randomBytes, scrypt, ScryptOptions } from 'node:crypto';
import { equalSecrets } from '../../../core/crypto/digests';

/** OWASP's parameters for scrypt in 16 MiB; stored in each hash, so raising them later leaves older hashes valid. */
const cost = { N: 16_384, r: 8, p: 5 };
const keyLength = 32;

/** What a password is compared with where no user exists, so that both cases take as long. */
export const hashOfNobody = encode(cost, Buffer.alloc(16), Buffer.alloc(keyLength));

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return encode(cost, salt, await derive(password, salt, cost));
}

export async function passwordMatches(password: string, hash: string): Promise<boolean> {
  const [, N, r, p, salt, key] = hash.split('$');
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  return equalSecrets(
    await derive(password, Buffer.from(salt!, 'base64'), options),
    Buffer.from(key!, 'base64'),
  );
}

function encode({ N, r, p }: typeof cost, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** The password in its composed form, since keyboards differ in how they write an é. */
function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, keyLength, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
