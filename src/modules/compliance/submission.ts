import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { nextLook } from '../../core/jobs/growing-wait';
import { JobHandler, LeasedJob, RunLater } from '../../core/jobs/job';
import { backoffMilliseconds, JobRunner } from '../../core/jobs/job-runner';
import { NetworkError } from '../../network/network-error.port';
import { ReportOutcome, TaxAuthorityGateway } from '../../network/tax-authority.port';
import { ComplianceRepository } from './compliance.repository';
import { failures, Report, submissionId } from './report';
import { ReportFiles } from './report-files';
import { reportJob } from './report-trigger';
import { Settlement } from './settlement';

/** Milliseconds between two looks at a report that the authority has not decided on; one that tells by itself is sooner. */
const waits = { shortest: 60_000, longest: 3_600_000 };

/** Hands a report to its authority, and asks for the outcome until there is one or the window has closed. */
@Injectable()
export class Submission implements JobHandler, OnModuleInit {
  readonly kind = reportJob;
  readonly maximumAttempts = 10;

  constructor(
    private readonly repository: ComplianceRepository,
    private readonly files: ReportFiles,
    private readonly settlement: Settlement,
    private readonly authorities: TaxAuthorityGateway,
    private readonly transactions: Transactions,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const report = await this.repository.find(job.subjectId);
    if (report?.state !== 'pending' && report?.state !== 'submitted') return;
    if (this.clock.now() >= report.deadline) return this.close(job, report);
    try {
      await this.settle(job, report, await this.ask(report));
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (!error.retryable) return this.fail(job, report, error.code, error.message);
      await this.tryLater(report, error);
    }
  }

  async giveUp(job: LeasedJob, error: Error): Promise<void> {
    const report = await this.repository.find(job.subjectId);
    if (!report) return this.transactions.run((tx) => job.finish(tx));
    await this.fail(job, report, failures.broken, `The report could not be made (${error.name}).`);
  }

  /** The file is kept before it leaves: whatever happens then, the next attempt hands over the same bytes under the same id. */
  private async ask(report: Report): Promise<ReportOutcome> {
    const { organizationId, livemode, authority, reference } = report;
    const reportId = submissionId(report);
    if (report.state === 'submitted')
      return this.authorities.outcome({ reportId, authority, livemode, reference: reference ?? undefined });
    const { file, receiver, simulate } = await this.files.of(report);
    const { name: fileName, mediaType, bytes: payload } = file;
    const whose = { reportId, organizationId, livemode, authority };
    return this.authorities.report({ ...whose, fileName, mediaType, payload, receiver, simulate });
  }

  private async settle(job: LeasedJob, report: Report, outcome: ReportOutcome): Promise<void> {
    await this.transactions.run(async (tx) => {
      if (report.state === 'pending') await this.repository.noteAttempt(tx, report.id, null);
      await this.settlement.settle(tx, report.id, report.round, outcome);
      if (outcome.state !== 'pending') await job.finish(tx);
    });
    if (outcome.state !== 'pending') return;
    const next = nextLook(this.clock.now(), report.occurredAt, waits);
    throw new RunLater(earlier(next, report.deadline));
  }

  private async tryLater(report: Report, { code, message }: NetworkError): Promise<never> {
    const error = { code, message: message.slice(0, 500) };
    await this.transactions.run((tx) => this.repository.noteAttempt(tx, report.id, error));
    const wait = backoffMilliseconds(Math.min(report.attempts + 1, 20));
    throw new RunLater(earlier(new Date(this.clock.now().getTime() + wait), report.deadline));
  }

  private close(job: LeasedJob, report: Report): Promise<void> {
    const { authority, state, deadline, errorMessage } = report;
    const until = `until ${deadline.toISOString()}`;
    if (state === 'submitted')
      return this.fail(job, report, failures.silent, `${authority} has not confirmed the report ${until}.`);
    const why = errorMessage ? ` ${errorMessage}` : '';
    return this.fail(job, report, failures.missed, `${authority} could not be reached ${until}.${why}`);
  }

  private async fail(job: LeasedJob, { id }: Report, code: string, message: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const report = await this.repository.lock(tx, id);
      const isOpen = report?.state === 'pending' || report?.state === 'submitted';
      if (isOpen) await this.settlement.fail(tx, report, 'failed', code, message);
      await job.finish(tx);
    });
  }
}

function earlier(left: Date, right: Date): Date {
  return left < right ? left : right;
}
