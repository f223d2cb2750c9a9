import { Receipt, TransmissionOutcome } from '../network-gateway.port';

/** What phoss-ap says of a transaction, as far as it matters here. */
export interface PhossApStatus {
  status: string;
  mlsStatus?: string | null;
  errorDetails?: string | null;
}

/** The access point has given up; until then it tries again by itself, and "failed" only means that the last try did. */
const givenUp: ReadonlySet<string> = new Set(['permanently_failed', 'rejected']);
const underWay: ReadonlySet<string> = new Set(['pending', 'sending', 'failed']);

/** Undefined when the bytes are not what phoss-ap answers. */
export function readStatus(body: Buffer): PhossApStatus | undefined {
  try {
    const read = JSON.parse(body.toString('utf8')) as Partial<PhossApStatus> | null;
    const { status } = read ?? {};
    const known = status === 'sent' || givenUp.has(status ?? '') || underWay.has(status ?? '');
    return known ? (read as PhossApStatus) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * "sent" is the receipt of the other access point, which says nothing of the recipient. Only a message level status (MLS) tells of
 * delivery: AP with the recipient's confirmation, AB without one, RE when it was refused.
 */
export function outcomeOf(
  { status, mlsStatus, errorDetails }: PhossApStatus,
  receipt: Receipt,
): TransmissionOutcome {
  if (givenUp.has(status)) {
    const message = errorDetails ?? 'The access point could not reach the one of the recipient.';
    return { state: 'failed', code: 'RECIPIENT_UNREACHABLE', message: message.slice(0, 500), receipt };
  }
  if (status !== 'sent') return { state: 'under_way', receipt };
  if (mlsStatus === 'received_ap' || mlsStatus === 'received_ab') return { state: 'delivered', receipt };
  if (mlsStatus !== 'received_re') return { state: 'under_way', receipt };
  const message = "The recipient's access point rejected the document (message level status RE).";
  return { state: 'failed', code: 'RECIPIENT_REJECTED', message, receipt };
}
