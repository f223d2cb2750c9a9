import { randomBytes, scrypt, ScryptOptions } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../../core/config/settings';
import { equalSecrets } from '../../../core/crypto/digests';

const keyLength = 32;

/** By scrypt, with the cost in each hash, so that raising it later leaves older hashes valid. */
@Injectable()
export class PasswordHashing {
  /** What a password is compared with where no user exists, so that both cases take as long. */
  readonly hashOfNobody: string;
  private readonly cost: { N: number; r: number; p: number };

  constructor({ PASSWORD_HASH_COST }: Settings) {
    this.cost = { N: 2 ** PASSWORD_HASH_COST, r: 8, p: 5 };
    this.hashOfNobody = this.encode(Buffer.alloc(16), Buffer.alloc(keyLength));
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    return this.encode(salt, await derive(password, salt, this.cost));
  }

  async matches(password: string, hash: string): Promise<boolean> {
    const [, N, r, p, salt, key] = hash.split('$');
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    return equalSecrets(
      await derive(password, Buffer.from(salt!, 'base64'), cost),
      Buffer.from(key!, 'base64'),
    );
  }

  private encode(salt: Buffer, key: Buffer): string {
    const { N, r, p } = this.cost;
    return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
  }
}

/** The password in its composed form, since keyboards differ in how they write an é. */
function derive(password: string, salt: Buffer, cost: { N: number; r: number; p: number }): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, keyLength, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
