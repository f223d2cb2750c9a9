import { NetworkError } from '../../network-error.port';
import { ReportOutcome } from '../../tax-authority.port';

/** Under which name its circuit breaker and messages speak of it. */
export const upstream = 'the AFNOR flow service';

/** A flow as XP Z12-013 (1.3.0) describes it, as far as we read it. */
export interface Flow {
  flowId: string;
  acknowledgement?: {
    status: 'Pending' | 'Ok' | 'Error';
    details?: Array<{ level: string; reasonCode: string; reasonMessage: string }>;
  };
}

const states = { Pending: 'pending', Ok: 'accepted', Error: 'rejected' } as const;

/** What the service answered, as JSON; garbage is a reason to ask again, never an answer. */
export function readJson(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw unintelligible('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unintelligible('it is no JSON object');
  return value as Record<string, unknown>;
}

/** A flow that was just submitted has no acknowledgement yet. */
export function readFlow(value: unknown): Flow {
  const flow = value as Partial<Flow> | null;
  if (typeof flow?.flowId !== 'string' || flow.flowId === '') throw unintelligible('it has no flowId');
  const status = flow.acknowledgement?.status;
  if (flow.acknowledgement && !Object.hasOwn(states, String(status)))
    throw unintelligible(`its acknowledgement is "${String(status)}"`);
  return flow as Flow;
}

export function outcomeOf(flow: Flow, bytes: Buffer): ReportOutcome {
  const { flowId: reference, acknowledgement } = flow;
  const state = acknowledgement ? states[acknowledgement.status] : 'pending';
  if (state === 'pending') return { state, reference };
  const receipt = { mediaType: 'application/json', bytes };
  if (state === 'accepted') return { state, reference, receipt };
  const details = Array.isArray(acknowledgement?.details) ? acknowledgement.details : [];
  const first = details.find(({ level }) => level === 'Error') ?? details[0];
  const message = details.map(({ reasonMessage }) => reasonMessage).join('; ');
  return { state, reference, code: first?.reasonCode ?? 'OtherTechnicalError', message, receipt };
}

export function unintelligible(why: string): NetworkError {
  return new NetworkError(
    'AUTHORITY_UNINTELLIGIBLE',
    `The answer of ${upstream} cannot be understood: ${why}.`,
    true,
  );
}
