import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Transactions } from '../../../core/database/transaction';
import { JobsService } from '../../../core/jobs/jobs.service';
import { NetworkError } from '../../network-error.port';
import { ReportOutcome, ReportReference, TaxAuthorityGateway, TaxReport } from '../../tax-authority.port';
import { decisionMilliseconds } from './sandbox-decision';
import { SandboxReports } from './sandbox-reports';

export const decisionJob = 'sandbox.authority';

/** PPF and SDI of test mode: they take every report, think for five seconds, and answer as the real ones do. */
@Injectable()
export class SandboxAuthority extends TaxAuthorityGateway {
  constructor(
    private readonly transactions: Transactions,
    private readonly reports: SandboxReports,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {
    super();
  }

  async report(report: TaxReport): Promise<ReportOutcome> {
    const { reportId, organizationId, livemode, simulate } = report;
    if (simulate === 'unavailable')
      throw new NetworkError('UPSTREAM_UNAVAILABLE', 'The authority does not answer.', true);
    const now = this.clock.now();
    const runAt = new Date(now.getTime() + decisionMilliseconds);
    await this.transactions.run(async (tx) => {
      if ((await this.reports.insert(tx, report, now)) && simulate !== 'silent')
        await this.jobs.enqueue(tx, {
          kind: decisionJob,
          subjectId: reportId,
          organizationId,
          livemode,
          runAt,
        });
    });
    return this.outcome(report);
  }

  outcome({ reportId }: Pick<ReportReference, 'reportId'>): Promise<ReportOutcome> {
    return this.reports.outcome(reportId);
  }
}
