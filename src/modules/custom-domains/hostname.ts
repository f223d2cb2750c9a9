import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { challengeNameOf } from './dns-records';

export type HostnameReading = { hostname: string } | { rule: string; message: string };

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const longestName = 253;
/** Below a country, these stand for a kind of owner and belong to nobody, as in co.uk or com.au. */
const sharedLabels = new Set(['ac', 'asso', 'co', 'com', 'edu', 'go', 'gob', 'gouv', 'gov', 'gv', 'ltd', 'me', 'mil', 'ne', 'net', 'nom', 'or', 'org', 'plc', 'sch']); // prettier-ignore
/** Names that mean something else than a host on the network (RFC 6761 and 7686). */
const specialEndings = new Set(['arpa', 'invalid', 'localhost', 'onion']);

/**
 * Reads what somebody wrote as their domain: the name as DNS knows it, or why it cannot be one. `ours` are the hosts of this service. Which
 * endings are public is a small rule and not the whole Public Suffix List; a name that slips through is found out by DNS or by the
 * certificate authority.
 */
export function readHostname(text: string, ours: string[]): HostnameReading {
  const given = text.trim().replace(/\.$/, '');
  const wrongForm = formProblem(given);
  if (wrongForm) return wrongForm;
  const hostname = domainToASCII(given);
  if (isIP(hostname) || isIP(given))
    return refuse('ip_address', 'is an IP address: give a host name, such as peppol.acme.com');
  const labels = hostname.split('.');
  if (hostname === '' || !labels.every((part) => label.test(part)))
    return refuse(
      'hostname',
      'is no host name: use letters, digits, hyphens and dots, such as peppol.acme.com',
    );
  if (challengeNameOf(hostname).length > longestName)
    return refuse('length', `is too long: DNS names have at most ${longestName} characters`);
  return placeProblem(hostname, labels, ours) ?? { hostname };
}

function formProblem(given: string): HostnameReading | undefined {
  if (/[/:@?#]/.test(given) && !isIP(given))
    return refuse(
      'hostname',
      'must be the host name alone, without https://, port or path, such as peppol.acme.com',
    );
  if (given.includes('*'))
    return refuse(
      'wildcard',
      'must be one host: wildcards are not served, so choose a name such as peppol.acme.com',
    );
  return undefined;
}

function placeProblem(hostname: string, labels: string[], ours: string[]): HostnameReading | undefined {
  if (ours.some((own) => hostname === own || hostname.endsWith(`.${own}`)))
    return refuse('own_domain', 'belongs to this service: choose a name in a domain of yours');
  const ending = labels.at(-1)!;
  if (specialEndings.has(ending) || /^\d+$/.test(ending))
    return refuse('special_name', `ends in .${ending}, which no certificate authority certifies`);
  const isShared = labels.length > 1 && ending.length === 2 && sharedLabels.has(labels.at(-2)!);
  const suffixLength = isShared ? 2 : 1;
  if (labels.length <= suffixLength)
    return refuse(
      'public_suffix',
      'is a public ending that belongs to nobody: choose a name in a domain of yours, such as peppol.acme.com',
    );
  if (labels.length === suffixLength + 1)
    return refuse(
      'apex',
      `is the apex of its domain, where DNS allows no CNAME record beside the others: choose a subdomain such as peppol.${hostname}`,
    );
  return undefined;
}

function refuse(rule: string, message: string): HostnameReading {
  return { rule, message };
}
