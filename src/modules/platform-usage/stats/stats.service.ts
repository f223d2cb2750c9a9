import { Injectable } from '@nestjs/common';
import { Caller } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { ApiError } from '../../../core/http/api-error';
import { periodOf } from '../counting/usage-period';
import { UsageRepository } from '../counting/usage.repository';
import { StandingByPlan } from '../quota/quota-standing';
import { PeriodQuery } from '../usage.inputs';
import { breakDown, successRate } from './stats';
import { StatsOutput } from './stats.outputs';
import { StatsRepository } from './stats.repository';

/** What a company sends and receives, and how far it is with what it may. */
@Injectable()
export class StatsService {
  constructor(
    private readonly usage: UsageRepository,
    private readonly repository: StatsRepository,
    private readonly standing: StandingByPlan,
    private readonly clock: Clock,
  ) {}

  /** Throws COMPANY_REQUIRED, for users of the dashboard as well, and INVALID_DATE. */
  async stats({ principal, tenancy }: Caller, query: PeriodQuery): Promise<StatsOutput> {
    const { organizationId, livemode, companyId } = tenancy;
    if (!companyId) throw new ApiError('COMPANY_REQUIRED');
    const period = periodOf(query, this.clock.now());
    const [usage] = await this.usage.byCompany(tenancy, period, undefined);
    const { sent = 0, received = 0, compliance_reports: complianceReports = 0 } = usage ?? {};
    const counts = await this.repository.documents(organizationId, livemode, companyId, period);
    const { failed, ...breakdown } = breakDown(counts);
    const standing = await this.standing.of({ organizationId, livemode, companyId });
    return {
      period,
      companyId,
      documents: { sent, received, failed, successRate: successRate(sent, failed) },
      complianceReports,
      ...breakdown,
      quota: standing.company,
      // How much its platform sends in all is nobody's business but the platform's.
      ...(principal.keyType !== 'personal' && { organizationQuota: standing.organization }),
    };
  }
}
