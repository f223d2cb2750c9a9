import { OutboundAnswer } from '../../../core/outbound/outbound.client';

/** What came of one attempt, with the evidence of it. */
export interface Outcome {
  id: string;
  token: number;
  webhookId: string;
  attempt: number;
  state: 'delivered' | 'pending' | 'exhausted';
  /** When to try again, for `pending`; when it ended, for the others. */
  at: Date;
  /** The receiver answered 410: it wants no more of anything. */
  gone: boolean;
  startedAt: Date;
  /** From the event to the end of this attempt. */
  latencyMilliseconds: number;
  url: string;
  /** JSON of the headers as sent, the owner's own ones without their values. */
  requestHeaders: string;
  bodySha256: Buffer;
  answer: OutboundAnswer;
}

/** In a few words, for people: `was answered with 500`, `failed: connection refused`. */
export function describeAnswer({
  statusCode,
  error,
}: {
  statusCode?: number | null;
  error?: string | null;
}): string {
  return error ? `failed: ${error}` : `was answered with ${statusCode}`;
}
