import { Receipt } from './network-gateway.port';

export const taxAuthorities = ['PPF', 'SDI'] as const;
export type TaxAuthority = (typeof taxAuthorities)[number];

/** Whose authority it is. */
export const authorityCountries = { PPF: 'FR', SDI: 'IT' } as const satisfies Record<TaxAuthority, string>;

/** A file for a tax authority. */
export interface TaxReport {
  /** Our own id of the report; a repeat with the same one has no second effect. */
  reportId: string;
  organizationId: string;
  livemode: boolean;
  authority: TaxAuthority;
  /** By the rules of the authority; SDI's answers repeat it. */
  fileName: string;
  mediaType: string;
  payload: Buffer;
  /** Participant id of the invoice's recipient: SDI answers for a public body otherwise than for a company. */
  receiver: string;
  /** What the caller of the sandbox asked the authority to answer, such as `reject_REJ_SEMAN`. */
  simulate?: string;
}

/** What the authority said; `pending` until it has decided. */
export interface ReportOutcome {
  state: 'pending' | 'accepted' | 'rejected';
  /** The authority's own id of the report. */
  reference?: string;
  /** Of a rejection: its code, and what it means. */
  code?: string;
  message?: string;
  receipt?: Receipt;
}

export type ReportReference = Pick<TaxReport, 'reportId' | 'authority' | 'livemode'> & { reference?: string };

/** Hands reports to PPF or SDI, or to the platform that is accredited there. */
export abstract class TaxAuthorityGateway {
  /** Throws NetworkError; a rejection is an answer. Bounded in time. */
  abstract report(report: TaxReport): Promise<ReportOutcome>;

  /** What became of a report that was pending. */
  abstract outcome(report: ReportReference): Promise<ReportOutcome>;
}

/** What an authority tells by itself, at any time and possibly twice. Provided by modules/compliance. */
export abstract class TaxAuthorityListener {
  abstract settled(reportId: string, outcome: ReportOutcome): Promise<void>;
}
