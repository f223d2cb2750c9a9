import { TaxAuthority } from '../../network/tax-authority.port';

/**
 * pending: not handed over yet; submitted: the authority has it and has not decided; accepted and rejected: it has; failed: it could not
 * be reported, or nobody confirmed it, within the window.
 */
export const reportStates = ['pending', 'submitted', 'accepted', 'rejected', 'failed'] as const;
export type ReportState = (typeof reportStates)[number];

/** That a document reached a status, for a tax authority. */
export interface Report {
  id: string;
  organizationId: string;
  livemode: boolean;
  companyId: string;
  documentId: string;
  authority: TaxAuthority;
  lifecycleStatus: string;
  reasonCode: string | null;
  state: ReportState;
  /** Grows when a rejected report is made anew: to the authority that is another one. */
  round: number;
  attempts: number;
  reference: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  occurredAt: Date;
  deadline: Date;
  updatedAt: Date;
}

/** What was, or will be, handed over; the same bytes at every attempt of a round. */
export interface ReportFile {
  name: string;
  mediaType: string;
  bytes: Buffer;
  sha256: Buffer;
}

/** What the authority knows a report by. Of the first round it is the report's own id. */
export function submissionId({ id, round }: Pick<Report, 'id' | 'round'>): string {
  return round === 1 ? id : `${id}.${round}`;
}

export function reportOf(submission: string): { id: string; round: number } {
  const [id = '', round = '1'] = submission.split('.');
  return { id, round: Number(round) };
}

/** Our own words for reports that were not made, beside the authorities' codes. */
export const failures = {
  /** The authority took it and said nothing more. */
  silent: 'AUTHORITY_SILENT',
  missed: 'REPORTING_WINDOW_MISSED',
  broken: 'REPORT_NOT_MADE',
} as const;
