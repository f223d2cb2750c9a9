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

/** Corrections of a clock by less are not seen in the order of ids. Milliseconds. */
const smallCorrection = 60_000;

/** The ids of one kind: each above the one before, also within a millisecond, until the clock is set back. */
class Sequence {
  private rise = monotonicFactory(nextRandom);
  private latest = 0;

  next(time?: number): string {
    if (time !== undefined) this.follow(time);
    return this.rise(time);
  }

  private follow(time: number): void {
    if (time < this.latest - smallCorrection) {
      this.rise = monotonicFactory(nextRandom);
      this.latest = time;
    }
    this.latest = Math.max(this.latest, time);
  }
}

const sequences = new Map<IdentifierPrefix, Sequence>();

/**
 * A prefixed, time-ordered identifier such as `doc_01HY7AB9C2DE3FG…`; monotonic within a process for each prefix. Of now, or of the time
 * given.
 */
export function newIdentifier(prefix: IdentifierPrefix, at?: Date): string {
  let sequence = sequences.get(prefix);
  if (!sequence) sequences.set(prefix, (sequence = new Sequence()));
  return `${prefix}_${sequence.next(at?.getTime())}`;
}
