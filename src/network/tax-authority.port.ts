import { Receipt } from './network-gateway.port';

export const taxAuthorities = ['PPF', 'SDI'] as const;
export type TaxAuthority = (typeof taxAuthorities)[number];

/** A file for a tax authority. */
export interface TaxReport {
  /** Our own id of the report; a repeat with the same one has no second effect. */
  reportId: string;
  organizationId: string;
  livemode: boolean;
  authority: TaxAuthority;
  fileName: string;
  mediaType: string;
  payload: Buffer;
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
