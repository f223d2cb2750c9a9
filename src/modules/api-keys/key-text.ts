import { randomInt } from 'node:crypto';
import { KeyType } from '../../core/auth/scopes';
import { sha256 } from '../../core/crypto/digests';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 30 characters of 62 hold 178 bits. */
const randomLength = 30;
const shownLength = 3;

const typePrefixes: Record<KeyType, string> = {
  personal: 'flw_',
  platform: 'flw_plat_',
  white_label: 'flw_wl_',
};

export interface KeyText {
  /** The secret itself, shown once. */
  key: string;
  /** Its beginning, to recognise it by. */
  keyPrefix: string;
  keyHash: Buffer;
}

export function newKeyText(keyType: KeyType, livemode: boolean): KeyText {
  const prefix = `${typePrefixes[keyType]}${livemode ? 'live' : 'test'}_`;
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const key = prefix + random;
  return { key, keyPrefix: prefix + random.slice(0, shownLength), keyHash: hashOf(key) };
}

/** A plain digest is enough: unlike a password, a key is random and cannot be guessed. */
export function hashOf(key: string): Buffer {
  return sha256(key);
}
