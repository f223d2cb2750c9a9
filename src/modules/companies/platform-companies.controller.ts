import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page } from '../../core/http/page';
import { CompaniesService } from './companies.service';
import { ListManagedCompaniesQuery } from './company.inputs';
import { CompanyOutput, CompanyPageOutput } from './company.outputs';

@ApiTags('Platform')
@Controller('exchange/v1/platform/companies')
export class PlatformCompaniesController {
  constructor(private readonly companies: CompaniesService) {}

  @Get()
  @Endpoint({
    access: platformAccess,
    summary: 'List the managed companies',
    answer: CompanyPageOutput,
    errors: ['INVALID_ENUM', 'INVALID_CURSOR'],
  })
  list(
    @CurrentCaller() { tenancy }: Caller,
    @Query() query: ListManagedCompaniesQuery,
  ): Promise<Page<CompanyOutput>> {
    return this.companies.list(tenancy, query);
  }
}
