import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { companyAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { PeriodQuery } from '../usage.inputs';
import { StatsOutput } from './stats.outputs';
import { StatsService } from './stats.service';

@ApiTags('Documents')
@Controller('exchange/v1/stats')
export class StatsController {
  constructor(private readonly service: StatsService) {}

  @Get()
  @Endpoint({
    access: companyAccess('documents.read'),
    summary: 'Read how much a company sends and receives',
    description:
      "With its quota: watch `quota.percent`, or listen for `quota.warning` on your organization's webhook.",
    answer: StatsOutput,
    errors: ['INVALID_ENUM', 'INVALID_DATE', 'MISSING_FIELD'],
  })
  read(@CurrentCaller() caller: Caller, @Query() query: PeriodQuery): Promise<StatsOutput> {
    return this.service.stats(caller, query);
  }
}
