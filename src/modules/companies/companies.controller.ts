import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page } from '../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { CompaniesService } from './companies.service';
import {
  CreateCompanyInput,
  ListCompaniesQuery,
  ResolveCompanyQuery,
  UpdateCompanyInput,
} from './company.inputs';
import { CompanyOutput, CompanyPageOutput, DeregisteredCompanyOutput } from './company.outputs';

@ApiTags('Companies')
@Controller('exchange/v1/companies')
export class CompaniesController {
  constructor(
    private readonly companies: CompaniesService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Endpoint({
    access: { ...memberAccess(), company: 'none' },
    summary: 'Register a company',
    description:
      'Needs a platform key or a dashboard token. The entry in the network directory follows: listen for `company.smp_registered`.',
    status: 201,
    answer: CompanyOutput,
    errors: [
      'MISSING_FIELD',
      'INVALID_VAT_FORMAT',
      'INVALID_PARTICIPANT_ID',
      'INSUFFICIENT_SCOPE',
      'COMPANY_EXISTS',
    ],
    idempotent: true,
  })
  create(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: CreateCompanyInput,
  ): Promise<CompanyOutput> {
    return this.idempotency.run(request, 201, (tx) => this.companies.createBy(tx, principal, input));
  }

  @Get()
  @Endpoint({
    access: memberAccess(),
    summary: 'List companies',
    description: 'A tenant key lists its own company.',
    answer: CompanyPageOutput,
    errors: ['INVALID_ENUM', 'INVALID_CURSOR'],
  })
  list(
    @CurrentCaller() { tenancy }: Caller,
    @Query() query: ListCompaniesQuery,
  ): Promise<Page<CompanyOutput>> {
    return this.companies.list(tenancy, query);
  }

  @Get('resolve')
  @Endpoint({
    access: memberAccess(),
    summary: 'Find a company by its VAT number or participant id',
    description: 'Give `countryCode` and `vatNumber`, or `participantId`.',
    answer: CompanyOutput,
    errors: ['MISSING_FIELD', 'INVALID_PARTICIPANT_ID'],
  })
  resolve(@CurrentCaller() { tenancy }: Caller, @Query() query: ResolveCompanyQuery): Promise<CompanyOutput> {
    return this.companies.resolve(tenancy, query);
  }

  @Get(':id')
  @Endpoint({ access: memberAccess(), summary: 'Get a company', answer: CompanyOutput })
  get(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<CompanyOutput> {
    return this.companies.show(tenancy, id);
  }

  @Patch(':id')
  @Endpoint({
    access: memberAccess(),
    summary: 'Change a company',
    description:
      'What the body leaves out stays as it is. With new `additionalIdentifiers` its entry in the network directory changes: `smp` of ' +
      'the company tells when that fails.',
    answer: CompanyOutput,
    errors: ['INVALID_PARTICIPANT_ID', 'INVALID_ENUM'],
    idempotent: true,
  })
  update(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: UpdateCompanyInput,
  ): Promise<CompanyOutput> {
    return this.idempotency.run(request, 200, (tx) => this.companies.update(tx, tenancy, id, input));
  }

  @Delete(':id')
  @Endpoint({
    access: memberAccess(),
    summary: 'Deregister a company',
    description:
      'It leaves the network directory and sends no more; its documents stay readable. A repeat gives the same answer. The VAT ' +
      'number may be registered again, as a new company.',
    answer: DeregisteredCompanyOutput,
    idempotent: true,
  })
  deregister(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<DeregisteredCompanyOutput> {
    return this.idempotency.run(request, 200, (tx) => this.companies.deregister(tx, tenancy, id));
  }
}
