import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Transactions } from '../../../core/database/transaction';
import { JobHandler, LeasedJob, RunLater } from '../../../core/jobs/job';
import { JobRunner } from '../../../core/jobs/job-runner';
import { ReportOutcome, TaxAuthorityListener } from '../../tax-authority.port';
import { SdiNotification } from '../sdi/sdi-notification';
import { readSdiNotification } from '../sdi/sdi-reader';
import { decisionJob } from './sandbox-authority';
import {
  decisionOn,
  isForPublicBody,
  notify,
  rejectionOf,
  SandboxReport,
  termMilliseconds,
} from './sandbox-decision';
import { SandboxReports } from './sandbox-reports';

/** The answering half of the sandbox's authorities. May run twice, as its listener's method may. */
@Injectable()
export class AuthorityAnswers implements JobHandler, OnModuleInit {
  readonly kind = decisionJob;
  readonly maximumAttempts = 10;

  constructor(
    private readonly runner: JobRunner,
    private readonly reports: SandboxReports,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly listener: TaxAuthorityListener,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const report = await this.reports.find(job.subjectId);
    if (!report) return;
    const term = new Date(report.reportedAt.getTime() + termMilliseconds);
    if (this.clock.now() >= term) return this.endTerm(report);
    const answer = report.authority === 'SDI' ? buyerAnswerIn(report.payload) : undefined;
    const outcome = answer ? await this.pass(report, answer) : decisionOn(report);
    await this.transactions.run((tx) => this.reports.decide(tx, report.id, outcome));
    await this.listener.settled(report.id, outcome);
    if (!answer && isForPublicBody(report) && !rejectionOf(report)) throw new RunLater(term);
  }

  /** The asker's own looks at the outcome find what was not told. */
  async giveUp(job: LeasedJob): Promise<void> {
    await this.transactions.run((tx) => job.finish(tx));
  }

  /** The public body has said nothing for 15 days. */
  private async endTerm(report: SandboxReport): Promise<void> {
    if (isForPublicBody(report) && !report.answeredBy)
      await this.listener.settled(report.id, notify(report, 'DT'));
  }

  /** Takes the buyer's answer, and brings that of a public body to the seller; once, and only for an invoice that it knows. */
  private async pass(report: SandboxReport, { outcome }: SdiNotification): Promise<ReportOutcome> {
    const code = rejectionOf(report);
    if (code) return notify(report, 'SE', { refusal: code, note: 'Rejected by the sandbox' });
    const invoice = outcome && (await this.reports.findByNumber(outcome.sdiId));
    if (!invoice) return notify(report, 'SE', { refusal: 'EN01', note: 'No such IdentificativoSdI' });
    const isFirst = await this.transactions.run((tx) => this.reports.recordAnswer(tx, invoice.id, report.id));
    if (!isFirst) return notify(report, 'SE', { refusal: 'EN01', note: 'The invoice is answered already' });
    // Told again when this runs again: the listener knows what it has heard.
    if (isForPublicBody(invoice)) await this.listener.settled(invoice.id, notify(invoice, 'NE', { outcome }));
    return { state: 'accepted', reference: report.number };
  }
}

/** An EC; anything else is an invoice, whatever it looks like. */
function buyerAnswerIn(payload: Buffer): SdiNotification | undefined {
  if (!payload.includes('NotificaEsitoCommittente')) return undefined;
  const notification = readSdiNotification(payload);
  return notification.kind === 'EC' ? notification : undefined;
}
