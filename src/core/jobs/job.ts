import { Transaction } from '../database/transaction';

/** Work that must happen after a transaction, recorded within it. Carries the id of its subject, nothing else. */
export interface NewJob {
  kind: string;
  subjectId: string;
  organizationId: string;
  livemode: boolean;
  /** Not before this; at once when absent. */
  runAt?: Date;
}

/** A job that this process holds the lease of. */
export interface LeasedJob {
  id: string;
  kind: string;
  subjectId: string;
  organizationId: string;
  livemode: boolean;
  /** 1 for the first run. */
  attempt: number;
  /**
   * Removes the job within the transaction that records its outcome, so both happen or neither. Throws when the lease was lost:
   * another process has the job now, and this one's outcome must not count.
   */
  finish(tx: Transaction): Promise<void>;
}

/** Thrown by a handler that cannot work yet through nobody's fault: run again at that time, with no attempt used up. */
export class RunLater extends Error {
  constructor(
    readonly runAt: Date,
    /** What it waits for, for whoever looks into the jobs. */
    readonly reason?: string,
  ) {
    super('not yet');
  }
}

export class LeaseLost extends Error {}

export interface JobHandler {
  kind: string;
  /** After this many runs that threw, `giveUp` is called. */
  maximumAttempts: number;
  /** A thrown error means: try again later. A handler that returns without `finish` is finished for it. */
  run(job: LeasedJob): Promise<void>;
  /** Records the failure for good, and calls `finish`. */
  giveUp(job: LeasedJob, error: Error): Promise<void>;
}
