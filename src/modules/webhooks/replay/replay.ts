/**
 * - `release`: what was held while the webhook was stopped. `discard`: that is thrown away instead.
 * - `replay`: past events again. `recover`: deliveries that used up their attempts, again.
 */
export type ReplayKind = 'release' | 'discard' | 'replay' | 'recover';

/**
 * Which events a replay sends, of those in its time: `all`; the `undelivered` ones, which the endpoint never took; or the
 * `missing` ones, for which there never was a delivery because the webhook was disabled.
 */
export type ReplayScope = 'all' | 'undelivered' | 'missing';

export interface Replay {
  id: string;
  webhookId: string;
  kind: ReplayKind;
  state: 'running' | 'done' | 'stopped';
  since: Date | null;
  until: Date;
  scope: ReplayScope;
  /** Transactions before this one may have seen the webhook as it was: until they have ended, there may be more to do. */
  horizon: string | null;
  /** Where it has come to: transaction and id of an event, or the id of a delivery. */
  position: string[] | null;
  /** How many deliveries or events it has to look at, as far as was known at its start. */
  expected: number;
  queued: number;
  discarded: number;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

/** One round of a replay. */
export interface Round {
  /** Looked at in this round. */
  seen: number;
  queued: number;
  discarded: number;
  position: string[] | null;
}
