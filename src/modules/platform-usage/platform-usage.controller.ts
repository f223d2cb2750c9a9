import { Controller, Get, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Request, Response } from 'express';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { PlatformUsageService } from './platform-usage.service';
import { UsageQuery } from './usage.inputs';
import { UsageOutput } from './usage.outputs';
import { usageTable } from './usage-table';

const csv = 'text/csv';
const csvExample =
  'companyId,tenantId,sent,received,complianceReports\r\ncomp_01HY7AB9C2DE3FG4HJ5KMNPQRS,t_acme,4203,5012,3801\r\n';

@ApiTags('Platform')
@Controller('exchange/v1/platform/usage')
export class PlatformUsageController {
  constructor(private readonly usage: PlatformUsageService) {}

  @Get()
  @Endpoint({
    access: platformAccess,
    summary: 'Count documents, for chargebacks',
    description:
      'Each document counts once, on the day (UTC) on which it was handed off or received. One that fails afterwards counts no longer, ' +
      'on that same day; one that is sent again counts on the day of its new hand-off. `Accept: text/csv` gives a table.',
    answer: UsageOutput,
    otherMediaTypes: { [csv]: csvExample },
    errors: ['INVALID_ENUM', 'INVALID_DATE', 'MISSING_FIELD', 'COMPANY_NOT_FOUND'],
  })
  async read(
    @CurrentCaller() { tenancy }: Caller,
    @Query() query: UsageQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UsageOutput | StreamableFile> {
    const usage = await this.usage.usage(tenancy, query);
    response.vary('Accept');
    if (request.accepts(['json', csv]) !== csv) return usage;
    const { start, end } = usage.period;
    const disposition = `attachment; filename="usage-${start}-to-${end}.csv"`;
    return new StreamableFile(Buffer.from(usageTable(usage)), { type: `${csv}; charset=utf-8`, disposition });
  }
}
