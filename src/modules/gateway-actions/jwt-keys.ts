import { Settings } from '../../core/config/settings';

export interface JwtKey {
  id: string;
  secret: string;
}

/** JWTs of the key with this id name none, as those of a deployment without GATEWAY_JWT_KEYS do. */
export const unnamedKey = 'default';

const entryShape = /^([A-Za-z0-9_-]{1,40}):(.{32,})$/;

/**
 * The keys of the gateway's JWTs: the first one signs, all of them are accepted, so a key is replaced by putting another one before
 * it and taking it out a day later. Throws, in words for the operator, what makes the setting unreadable.
 */
export function readJwtKeys({ GATEWAY_JWT_KEYS, JWT_SECRET }: Settings): JwtKey[] {
  if (GATEWAY_JWT_KEYS === '') return [{ id: unnamedKey, secret: JWT_SECRET }];
  const keys = GATEWAY_JWT_KEYS.split(',').map((entry) => {
    const [, id, secret] = entryShape.exec(entry.trim()) ?? [];
    if (!id || !secret)
      throw new Error('GATEWAY_JWT_KEYS must be a list of id:secret, each secret of at least 32 characters');
    return { id, secret };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    throw new Error('GATEWAY_JWT_KEYS must not use an id twice');
  return keys;
}
