import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { sha256 } from '../../core/crypto/digests';
import { afterCommit, Transaction, Transactions } from '../../core/database/transaction';
import { JobsService } from '../../core/jobs/jobs.service';
import { ReportOutcome, TaxAuthorityListener } from '../../network/tax-authority.port';
import { DocumentEvents } from '../documents';
import { ComplianceMetrics } from './compliance-metrics';
import { ComplianceRepository } from './compliance.repository';
import { EvidenceRepository } from './evidence.repository';
import { remediationOf } from './remediation';
import { failures, Report, reportOf } from './report';
import { reportJob } from './report-trigger';

/**
 * Records what an authority says of a report: once as an outcome, with its event, and always as evidence. It may be said twice, late, or
 * of reports that are not ours.
 */
@Injectable()
export class Settlement extends TaxAuthorityListener {
  constructor(
    private readonly repository: ComplianceRepository,
    private readonly evidence: EvidenceRepository,
    private readonly documents: DocumentEvents,
    private readonly metrics: ComplianceMetrics,
    private readonly transactions: Transactions,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {
    super();
  }

  async settled(submissionId: string, outcome: ReportOutcome): Promise<void> {
    const { id, round } = reportOf(submissionId);
    await this.transactions.run(async (tx) => {
      await this.settle(tx, id, round, outcome);
      // What waits to ask the authority has nothing to ask any more.
      await this.jobs.hasten(tx, reportJob, [id]);
    });
  }

  async settle(tx: Transaction, id: string, round: number, outcome: ReportOutcome): Promise<void> {
    const report = await this.repository.lock(tx, id);
    if (!report) return;
    await this.keep(tx, id, outcome);
    if (report.round !== round || !isOpen(report)) return;
    const reference = outcome.reference ?? report.reference;
    if (outcome.state === 'pending') return this.submit(tx, { ...report, reference });
    if (outcome.state === 'accepted') return this.accept(tx, { ...report, reference });
    const { code = 'REJECTED', message = `${report.authority} rejected the report.` } = outcome;
    await this.fail(tx, { ...report, reference }, 'rejected', code, message);
  }

  /** For good, until somebody retries it. */
  async fail(
    tx: Transaction,
    report: Report,
    state: 'rejected' | 'failed',
    errorCode: string,
    message: string,
  ): Promise<void> {
    const { id, documentId, authority } = report;
    const errorMessage = `${message} ${remediationOf(authority, errorCode)}`.slice(0, 1_000);
    await this.repository.change(tx, id, this.clock.now(), { ...report, state, errorCode, errorMessage });
    await this.documents.appendNext(tx, documentId, 'compliance.reported.failed', {
      reportedTo: authority,
      status: state,
      errorCode,
      errorMessage,
    });
    afterCommit(tx, () => this.metrics.count(authority, state));
  }

  private async submit(tx: Transaction, report: Report): Promise<void> {
    if (report.state === 'failed') return;
    await this.repository.change(tx, report.id, this.clock.now(), { ...report, state: 'submitted' });
  }

  private async accept(tx: Transaction, report: Report): Promise<void> {
    const { id, documentId, authority } = report;
    const accepted = { ...report, state: 'accepted' as const, errorCode: null, errorMessage: null };
    await this.repository.change(tx, id, this.clock.now(), accepted);
    const data = { reportedTo: authority, status: 'accepted' };
    await this.documents.appendNext(tx, documentId, 'compliance.reported', data);
    afterCommit(tx, () => this.metrics.count(authority, 'accepted'));
  }

  private async keep(tx: Transaction, id: string, { receipt }: ReportOutcome): Promise<void> {
    if (!receipt) return;
    const digest = sha256(receipt.bytes);
    await this.evidence.keepReceipt(tx, id, { ...receipt, sha256: digest }, this.clock.now());
  }
}

/** A silent authority may speak after we have given up waiting; then its word counts. */
function isOpen({ state, errorCode }: Report): boolean {
  return (
    state === 'pending' || state === 'submitted' || (state === 'failed' && errorCode === failures.silent)
  );
}
