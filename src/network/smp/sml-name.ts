import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** The DNS name under which the SML knows a participant: what it is called stays hidden, that it is there does not. */
export function smlName(participantId: string, zone: string): string {
  const digest = createHash('sha256').update(participantId.toLowerCase()).digest();
  return `${base32(digest)}.iso6523-actorid-upis.${zone.replace(/^\.|\.$/g, '')}`;
}

/** RFC 4648 in lower case, without padding. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[parseInt(group.padEnd(5, '0'), 2)]).join('');
}
