import { sha256Hex } from '../../../core/crypto/digests';
import { ReportOutcome, TaxAuthority } from '../../tax-authority.port';
import { notificationFileName, SdiKind, SdiNotification } from '../sdi/sdi-notification';
import { outcomeOfNotification } from '../sdi/sdi-outcome';
import { writeSdiNotification } from '../sdi/sdi-writer';

/** A report that the sandbox has taken. */
export interface SandboxReport {
  id: string;
  organizationId: string;
  authority: TaxAuthority;
  /** The authority's own number of it. */
  number: string;
  fileName: string;
  receiver: string;
  simulate: string | null;
  payload: Buffer;
  reportedAt: Date;
  /** The report by which the invoice's buyer has answered. */
  answeredBy: string | null;
}

/** The authority rejects whatever is reported about an invoice to this one (contract 3.3). */
const rejectedRecipient = '0208:0000000213';
const rejectionOfRecipient: Record<TaxAuthority, string> = { PPF: 'REJ_SEMAN', SDI: '00200' };

/** The scheme of the offices of Italian public bodies, and those of Italian companies, by ISO 6523. */
const publicBody = /^0201:/;
const italian = /^(0201|0210|0211|9906|9907):/;

export const decisionMilliseconds = 5_000;
/** A public body that has not answered within 15 days has accepted (decreto 55/2013). */
export const termMilliseconds = 15 * 24 * 3_600_000;

/** Of `reject_<code>`, or of the magic recipient. */
export function rejectionOf({ simulate, receiver, authority }: SandboxReport): string | undefined {
  if (simulate?.startsWith('reject_')) return simulate.slice('reject_'.length);
  return receiver === rejectedRecipient ? rejectionOfRecipient[authority] : undefined;
}

export function isForPublicBody({ authority, receiver }: SandboxReport): boolean {
  return authority === 'SDI' && publicBody.test(receiver);
}

/** Pure: what the authority says of a report once it has looked at it. */
export function decisionOn(report: SandboxReport): ReportOutcome {
  const code = rejectionOf(report);
  if (report.authority === 'SDI') {
    if (code) return notify(report, 'NS', { errors: [{ code, description: 'Rejected by the sandbox' }] });
    return italian.test(report.receiver) ? notify(report, 'RC') : notify(report, 'MC');
  }
  const reference = report.number;
  if (!code) return { state: 'accepted', reference };
  return { state: 'rejected', reference, code, message: `The sandbox's PPF rejects it with ${code}.` };
}

/** A message of SDI about a report, as real as SDI's own. */
export function notify(
  report: SandboxReport,
  kind: SdiKind,
  more: Partial<SdiNotification> = {},
): ReportOutcome {
  const { number: sdiId, fileName, receiver, reportedAt, payload } = report;
  const [, recipientCode = receiver] = receiver.split(':');
  const hasTimes = kind !== 'DT' && kind !== 'NE' && kind !== 'SE';
  const notification: SdiNotification = {
    kind,
    sdiId,
    fileName: kind === 'SE' ? undefined : fileName,
    receivedAt: hasTimes ? reportedAt.toISOString() : undefined,
    deliveredAt:
      kind === 'RC' ? new Date(reportedAt.getTime() + decisionMilliseconds).toISOString() : undefined,
    recipient:
      kind === 'RC' || kind === 'AT'
        ? { code: recipientCode, description: 'Recipient in the sandbox' }
        : undefined,
    errors: [],
    messageId: sdiId,
    note: notificationFileName(fileName, kind),
    fileHash: kind === 'AT' ? sha256Hex(payload) : undefined,
    ...more,
  };
  return outcomeOfNotification(notification, Buffer.from(writeSdiNotification(notification)));
}
