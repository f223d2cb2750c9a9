import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { PlatformUsageService } from './platform-usage.service';
import { UsageQuery } from './usage.inputs';
import { UsageOutput } from './usage.outputs';

@ApiTags('Platform')
@Controller('exchange/v1/platform/usage')
export class PlatformUsageController {
  constructor(private readonly usage: PlatformUsageService) {}

  @Get()
  @Endpoint({
    access: platformAccess,
    summary: 'Count documents, for chargebacks',
    description:
      'Each document counts once, on the day (UTC) on which it was handed off or received; failed ones do not count.',
    answer: UsageOutput,
    errors: ['INVALID_ENUM', 'INVALID_DATE'],
  })
  read(@CurrentCaller() { tenancy }: Caller, @Query() query: UsageQuery): Promise<UsageOutput> {
    return this.usage.usage(tenancy, query);
  }
}
