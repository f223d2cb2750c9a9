export type ExecutionState = 'running' | 'succeeded' | 'failed' | 'interrupted';

/** What an Idempotency-Key belongs to. */
export interface KeyedRequest {
  organizationId: string;
  actionName: string;
  idempotencyKey: string | null;
  /** SHA-256 of the request that came with the key. */
  fingerprint: Buffer | null;
}

export interface Execution extends KeyedRequest {
  id: string;
  state: ExecutionState;
  url: string;
  /** The bytes that were sent. */
  requestBody: Buffer;
  startedAt: Date;
}

/** What came of it. */
export interface ExecutionOutcome {
  state: 'succeeded' | 'failed';
  statusCode: number | null;
  /** The first 64 KiB of the answer. */
  responseBody: Buffer | null;
  result: string;
  error: string;
  durationMilliseconds: number;
}

export type StoredExecution = Execution & {
  [Member in Exclude<keyof ExecutionOutcome, 'state'>]: ExecutionOutcome[Member] | null;
};
