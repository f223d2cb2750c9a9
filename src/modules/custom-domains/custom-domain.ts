import { CustomDomainStatus } from '../platform-settings';

/** An organization's domain, and how far it has come. */
export interface CustomDomain {
  id: string;
  organizationId: string;
  /** Which mode it was chosen in; it serves both. */
  livemode: boolean;
  hostname: string;
  status: CustomDomainStatus;
  /** When it was chosen, or taken up again after a failure. */
  claimedAt: Date;
  checkedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** Since when there is a problem. */
  failingSince: Date | null;
  /** When the organization was told of it by mail. */
  noticedAt: Date | null;
  /** Not before this, whoever asks: certificate authorities count what fails. */
  waitUntil: Date | null;
  orderUrl: string | null;
  orderedAt: Date | null;
  /** Present while there is a certificate, with the three below. */
  issuer: string | null;
  notAfter: Date | null;
  renewsAfter: Date | null;
}

export interface Problem {
  code: string;
  message: string;
}

export const domainJob = 'custom-domains.keep';
