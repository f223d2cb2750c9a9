import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings';

const nonceLength = 12;
const tagLength = 16;

/**
 * Seals secrets that we must be able to send or show again, with AES-256-GCM. The sealed form starts with the id of its key, so
 * keys rotate by putting a new one first in SEALING_KEYS; older ones stay to open what they sealed.
 */
@Injectable()
export class SealedBox {
  private readonly keys: Map<string, Buffer>;
  /** What is sealed from now on is sealed with this one. */
  readonly currentKeyId: string;

  constructor(settings: Settings) {
    this.keys = parseKeys(settings.SEALING_KEYS);
    this.currentKeyId = [...this.keys.keys()][0]!;
  }

  seal(plain: string | Buffer): Buffer {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.currentKeyId)!, nonce);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    const keyId = Buffer.from(this.currentKeyId);
    return Buffer.concat([Buffer.of(keyId.length), keyId, nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the key is gone or the bytes were changed. */
  open(sealed: Buffer): Buffer {
    const start = 1 + sealed[0]!;
    const keyId = sealed.subarray(1, start).toString();
    const key = this.keys.get(keyId);
    if (!key) throw new Error(`SEALING_KEYS has no key "${keyId}" any more`);
    const nonce = sealed.subarray(start, start + nonceLength);
    const tag = sealed.subarray(start + nonceLength, start + nonceLength + tagLength);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(tag);
    return Buffer.concat([
      decipher.update(sealed.subarray(start + nonceLength + tagLength)),
      decipher.final(),
    ]);
  }
}

function parseKeys(text: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(',')) {
    const [id, base64] = entry.trim().split(':');
    const key = Buffer.from(base64 ?? '', 'base64');
    if (!id || key.length !== 32)
      throw new Error('SEALING_KEYS must be a list of id:base64, each key of 32 bytes');
    keys.set(id, key);
  }
  return keys;
}
