import { Module } from '@nestjs/common';
import { HealthFiguresRepository } from './health-figures.repository';
import { HealthMetrics } from './health-metrics';
import { IncidentsRepository } from './incidents.repository';
import { OutcomeCounts } from './outcome-counts';
import { OutcomeCountsRepository } from './outcome-counts.repository';
import { PlatformHealthController } from './platform-health.controller';
import { PlatformHealthService } from './platform-health.service';
import { TenantHealthRepository } from './tenant-health.repository';

@Module({
  controllers: [PlatformHealthController],
  providers: [
    HealthFiguresRepository,
    HealthMetrics,
    IncidentsRepository,
    OutcomeCounts,
    OutcomeCountsRepository,
    PlatformHealthService,
    TenantHealthRepository,
  ],
})
export class PlatformHealthModule {}
