import { ReportOutcome } from '../../tax-authority.port';
import { SdiNotification } from './sdi-notification';

/**
 * What a message of SDI means for the report that it answers. SDI takes an invoice with RC, MC, AT, NE or DT: whether its buyer likes
 * it is the buyer's affair. Only NS, and SE for a buyer's answer, refuse the file.
 */
export function outcomeOfNotification(notification: SdiNotification, bytes: Buffer): ReportOutcome {
  const { kind, sdiId: reference, errors, refusal, note } = notification;
  const receipt = { mediaType: 'application/xml', bytes };
  if (kind === 'NS') {
    const [first] = errors;
    const message = errors.map(({ code, description }) => `${code} ${description}`).join('; ');
    return { state: 'rejected', reference, code: first?.code ?? 'NS', message: message || note, receipt };
  }
  if (kind === 'SE') return { state: 'rejected', reference, code: refusal ?? 'SE', message: note, receipt };
  return { state: 'accepted', reference, receipt };
}
