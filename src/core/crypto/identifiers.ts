import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** Randomness is fetched in bulk: sixteen small requests to the system for every identifier cost more than the rest of it. */
const pool = new Uint32Array(1_024);
let taken = pool.length;

function nextRandom(): number {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  return pool[taken++]! / 2 ** 32;
}

const nextUlid = monotonicFactory(nextRandom);

export type IdentifierPrefix =
  | 'org'
  | 'usr'
  | 'ses'
  | 'inv'
  | 'key'
  | 'comp'
  | 'doc'
  | 'evt'
  | 'wh'
  | 'dlv'
  | 'rpl'
  | 'att'
  | 'job'
  | 'req'
  | 'msg'
  | 'tok'
  | 'hmk'
  | 'act'
  | 'exe'
  | 'mail'
  | 'rep'
  | 'hold'
  | 'prg'
  | 'resp'
  | 'lch'
  | 'dlh'
  | 'dom'
  | 'aud';

/** A prefixed, time-ordered identifier such as `doc_01HY7AB9C2DE3FG…`; monotonic within a process. Of now, or of the time given. */
export function newIdentifier(prefix: IdentifierPrefix, at?: Date): string {
  return `${prefix}_${nextUlid(at?.getTime())}`;
}
