import { randomInt } from 'node:crypto';

/** What the SML asks of a migration key: at least two of each of these, and 8 to 24 characters. */
const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '@#$()*^-!~'];
const ofEachKind = 5;

/** A key as the SML takes it, without characters that are read for others. */
export function newMigrationKey(): string {
  const characters = kinds.flatMap((kind) => Array.from({ length: ofEachKind }, () => pick(kind)));
  for (let at = characters.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other]!, characters[at]!];
  }
  return characters.join('');
}

function pick(from: string): string {
  return from.charAt(randomInt(from.length));
}

/** One text for the keys of several ids, when each has its own: `0208:0123456789=key 9925:be0123456789=key`. */
export function joinKeys(keys: ReadonlyMap<string, string>): string {
  if (keys.size === 1) return [...keys.values()][0]!;
  return [...keys].map(([participantId, key]) => `${participantId.toLowerCase()}=${key}`).join(' ');
}

/** The key of one id in such a text; a text that names no id is the key of all. */
export function keyOf(participantId: string, text: string): string {
  const prefix = `${participantId.toLowerCase()}=`;
  return (
    text
      .split(' ')
      .find((part) => part.startsWith(prefix))
      ?.slice(prefix.length) ?? text
  );
}
