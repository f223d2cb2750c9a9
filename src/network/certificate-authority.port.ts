/** An order that was placed, with the key that its certificate will be for. */
export interface CertificateOrder {
  url: string;
  hostname: string;
  /** PEM. */
  privateKey: string;
}

/** Who certifies that a host is ours. */
export abstract class CertificateAuthority {
  /** Orders a certificate; the address of the order, by which any process can go on with it. Throws AuthorityRefusal. */
  abstract order(hostname: string): Promise<string>;

  /**
   * Takes the order as far as it goes now: the certificate with its chain (PEM), or nothing when the authority is not done yet. May be
   * called by another process than before, and after any crash. Throws AuthorityRefusal.
   */
  abstract advance(order: CertificateOrder): Promise<string | undefined>;
}

export type RefusalCode =
  | 'CERTIFICATE_AUTHORITY_UNREACHABLE'
  | 'CERTIFICATE_RATE_LIMITED'
  | 'CERTIFICATE_CHALLENGE_FAILED'
  | 'CERTIFICATE_REFUSED';

/** Why there is no certificate, in words for whoever owns the domain. */
export class AuthorityRefusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    /** For how long the authority wants to be left alone. */
    readonly retryAfterSeconds = 0,
    /** Whether that goes for everything that we order, and not for these names alone. */
    readonly concernsAll = false,
  ) {
    super(message);
  }

  /** Whether only a new order can succeed. */
  get endsOrder(): boolean {
    return this.code === 'CERTIFICATE_CHALLENGE_FAILED' || this.code === 'CERTIFICATE_REFUSED';
  }
}
