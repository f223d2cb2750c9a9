import { randomBytes } from 'node:crypto';
import { sha256 } from '../../core/crypto/digests';

const randomLength = 32;

/** What a mail proves an address with: read by its receiver alone, kept here as a hash. */
export function newSecretToken(): { token: string; tokenHash: Buffer } {
  const token = randomBytes(randomLength).toString('base64url');
  return { token, tokenHash: sha256(token) };
}

/** Of a token as it was typed or pasted. */
export function hashOfToken(token: string): Buffer {
  return sha256(token.trim());
}
