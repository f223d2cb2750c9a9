import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { PlatformHealthQuery } from './platform-health.inputs';
import { PlatformHealthOutput } from './platform-health.outputs';
import { PlatformHealthService } from './platform-health.service';

@ApiTags('Platform')
@Controller('exchange/v1/platform/health')
export class PlatformHealthController {
  constructor(private readonly health: PlatformHealthService) {}

  @Get()
  @Endpoint({
    access: platformAccess,
    summary: 'See which tenants need you',
    description:
      'What went wrong in the mode of your key: documents that failed by tenant over 24 hours, worst first; failed reports to tax ' +
      'authorities by country; webhooks that fail or are paused; quotas that run out; and the services that we depend on. Only ' +
      '`tenants` is paged: `limit`, `cursor` and `minimumFailureRate` are about it. Figures are a few seconds old.',
    answer: PlatformHealthOutput,
    errors: ['INVALID_DATE', 'INVALID_CURSOR'],
  })
  read(
    @CurrentCaller() { tenancy }: Caller,
    @Query() query: PlatformHealthQuery,
  ): Promise<PlatformHealthOutput> {
    return this.health.read(tenancy, query);
  }
}
