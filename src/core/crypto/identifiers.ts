import { monotonicFactory } from 'ulid';

const nextUlid = monotonicFactory();

export type IdentifierPrefix =
  | 'org'
  | 'usr'
  | 'key'
  | 'comp'
  | 'doc'
  | 'evt'
  | 'wh'
  | 'dlv'
  | 'att'
  | 'job'
  | 'req'
  | 'msg'
  | 'tok'
  | 'act';

/** A prefixed, time-ordered identifier such as `doc_01HY7AB9C2DE3FG…`; monotonic within a process. */
export function newIdentifier(prefix: IdentifierPrefix): string {
  return `${prefix}_${nextUlid()}`;
}
