import { NetworkError } from '../network-error.port';
import { Receipt } from '../network-gateway.port';
import { UpstreamAnswer } from '../upstream/upstream-client';

/** What the operator can mend (a wrong token, sending switched off) may be waited for; a document that is wrong stays so. */
export function refusalOf(answer: UpstreamAnswer): NetworkError {
  const { status } = answer;
  if (status === 400) {
    const said = answer.body.toString('utf8').slice(0, 300);
    return new NetworkError(
      'DOCUMENT_REFUSED',
      `The access point refused it: ${said}`,
      false,
      receiptOf(answer),
    );
  }
  const reasons: Record<number, string> = {
    401: 'The access point does not accept PHOSS_AP_TOKEN.',
    404: 'Sending is switched off at the access point.',
  };
  const message = reasons[status] ?? `The access point answered with ${status}.`;
  return new NetworkError('UPSTREAM_UNAVAILABLE', message, true);
}

export function receiptOf({ headers, body }: UpstreamAnswer): Receipt {
  const mediaType = headers['content-type'];
  return { mediaType: typeof mediaType === 'string' ? mediaType : 'application/octet-stream', bytes: body };
}

export function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

export function unreadable(): NetworkError {
  return new NetworkError(
    'UPSTREAM_UNAVAILABLE',
    'The access point answers with what is not its JSON.',
    true,
  );
}
