import { PeerCertificate } from 'node:tls';

const namesShown = 3;

/** Plain words for a certificate that does not fit, from what stands in it; nothing when only the error's code says more. */
export function explainCertificate(
  code: string | undefined,
  certificate: PeerCertificate,
  host: string,
): string | undefined {
  const expired = new Date(certificate.valid_to).getTime() < Date.now();
  if (code === 'CERT_HAS_EXPIRED' && expired)
    return `TLS certificate expired on ${day(certificate.valid_to)}`;
  if (code === 'CERT_NOT_YET_VALID')
    return `TLS certificate is not valid before ${day(certificate.valid_from)}`;
  if (code !== 'ERR_TLS_CERT_ALTNAME_INVALID') return undefined;
  return `TLS certificate is for ${namesIn(certificate)}, not for ${host}`;
}

function day(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}

function namesIn({ subjectaltname, subject }: PeerCertificate): string {
  const names = subjectaltname
    ? subjectaltname.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''))
    : [subject.CN].flat();
  const more = names.length - namesShown;
  return names.slice(0, namesShown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
