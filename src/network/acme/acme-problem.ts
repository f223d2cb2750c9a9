import { AuthorityRefusal } from '../certificate-authority.port';

/** What an ACME server says of an error (RFC 8555, 6.7). */
export interface AcmeProblem {
  type?: string;
  detail?: string;
  subproblems?: AcmeProblem[];
}

/** The authority has forgotten our account. */
export class AccountUnknown extends AuthorityRefusal {
  constructor() {
    super(
      'CERTIFICATE_AUTHORITY_UNREACHABLE',
      'The certificate authority does not know this service any more; it is registered anew.',
    );
  }
}

const prefix = 'urn:ietf:params:acme:error:';
const maximumLength = 400;

/** The authority has looked for our proof at the host and not found it. */
const failedProofs = new Set(['connection', 'dns', 'incorrectResponse', 'tls', 'unauthorized']);

/**
 * How Let's Encrypt words limits of single names; all others are taken for limits of our account. Without the difference, whoever spends
 * the certificates of a name of theirs would stop everybody else's.
 */
const limitOfNames = /already issued for|failed authorizations|certificates for/i;

export function problemName({ type }: AcmeProblem): string {
  return type?.startsWith(prefix) ? type.slice(prefix.length) : '';
}

/** Plain words for what the authority answered; what it said itself is kept, since only it knows. */
export function refusalOf(problem: AcmeProblem, retryAfterSeconds = 0): AuthorityRefusal {
  const said = saidBy(problem);
  switch (problemName(problem)) {
    case 'rateLimited':
      return new AuthorityRefusal(
        'CERTIFICATE_RATE_LIMITED',
        `The certificate authority has had too many requests and asks to wait; it is asked again later. ${said}`,
        retryAfterSeconds,
        !limitOfNames.test(problem.detail ?? ''),
      );
    case 'serverInternal':
      return new AuthorityRefusal(
        'CERTIFICATE_AUTHORITY_UNREACHABLE',
        `The certificate authority has a fault; it is asked again later. ${said}`,
        retryAfterSeconds,
      );
    case 'accountDoesNotExist':
      return new AccountUnknown();
    case 'caa':
      return new AuthorityRefusal(
        'CERTIFICATE_REFUSED',
        `A CAA record of the domain forbids this certificate authority: allow it there, or remove the record. ${said}`,
      );
    case 'rejectedIdentifier':
      return new AuthorityRefusal(
        'CERTIFICATE_REFUSED',
        `The certificate authority certifies no such name: choose another one. ${said}`,
      );
    default:
      return new AuthorityRefusal('CERTIFICATE_REFUSED', `The certificate authority refused. ${said}`);
  }
}

export function unreachable(reason: string): AuthorityRefusal {
  return new AuthorityRefusal(
    'CERTIFICATE_AUTHORITY_UNREACHABLE',
    `The certificate authority does not answer (${reason}); it is asked again later.`,
  );
}

/** For a challenge that the authority has judged. */
export function refusedProof(hostname: string, problem: AcmeProblem): AuthorityRefusal {
  if (!failedProofs.has(problemName(problem))) return refusalOf(problem);
  return new AuthorityRefusal(
    'CERTIFICATE_CHALLENGE_FAILED',
    `The certificate authority could not read our proof at http://${hostname}/.well-known/acme-challenge/: the name must lead to this ` +
      `service, and port 80 must reach it. ${saidBy(problem)}`,
  );
}

function saidBy({ detail, subproblems = [] }: AcmeProblem): string {
  const words = [detail, ...subproblems.map((problem) => problem.detail)].filter(Boolean).join('; ');
  return words ? `It said: ${words.replace(/\s+/g, ' ').slice(0, maximumLength)}` : 'It gave no reason.';
}
