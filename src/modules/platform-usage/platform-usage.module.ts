import { Global, Module } from '@nestjs/common';
import { QuotaStanding } from '../../core/observability/quota-standing.port';
import { DocumentQuota } from '../../core/quota/document-quota.port';
import { RollUp } from './counting/roll-up';
import { RollUpRepository } from './counting/roll-up.repository';
import { UsageRecordsRepository } from './counting/usage-records.repository';
import { UsageRepository } from './counting/usage.repository';
import { PlatformUsageController } from './platform-usage.controller';
import { PlatformUsageService } from './platform-usage.service';
import { CompanyQuotasController } from './quota/company-quotas.controller';
import { CompanyQuotasRepository } from './quota/company-quotas.repository';
import { CompanyQuotasService } from './quota/company-quotas.service';
import { HardLimits } from './quota/hard-limits';
import { HardLimitsRepository } from './quota/hard-limits.repository';
import { PlanQuota } from './quota/plan-quota';
import { QuotaCountersRepository } from './quota/quota-counters.repository';
import { QuotaNotices } from './quota/quota-notices';
import { StandingByPlan } from './quota/quota-standing';
import { QuotaStandingRepository } from './quota/quota-standing.repository';
import { QuotaWarnings } from './quota/quota-warnings';
import { QuotaWarningsRepository } from './quota/quota-warnings.repository';
import { StatsController } from './stats/stats.controller';
import { StatsRepository } from './stats/stats.repository';
import { StatsService } from './stats/stats.service';

/** Global for the port by which documents ask for their places. */
@Global()
@Module({
  controllers: [PlatformUsageController, CompanyQuotasController, StatsController],
  providers: [
    PlatformUsageService,
    UsageRecordsRepository,
    UsageRepository,
    RollUp,
    RollUpRepository,
    StatsService,
    StatsRepository,
    CompanyQuotasService,
    CompanyQuotasRepository,
    HardLimits,
    HardLimitsRepository,
    QuotaCountersRepository,
    QuotaNotices,
    StandingByPlan,
    { provide: QuotaStanding, useExisting: StandingByPlan },
    QuotaStandingRepository,
    QuotaWarnings,
    QuotaWarningsRepository,
    { provide: DocumentQuota, useClass: PlanQuota },
  ],
  exports: [DocumentQuota, QuotaStanding],
})
export class PlatformUsageModule {}
