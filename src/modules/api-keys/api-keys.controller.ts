import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dashboardAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page, PageQuery } from '../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { CreateApiKeyInput, RotateApiKeyInput } from './api-key.inputs';
import { ApiKeyOutput, ApiKeyPageOutput, CreatedApiKeyOutput } from './api-key.outputs';
import { ApiKeysService } from './api-keys.service';

/** Keys of the organization in both modes: a user of the dashboard belongs to neither. */
@ApiTags('API keys')
@Controller('exchange/v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Endpoint({
    access: dashboardAccess,
    summary: 'Make an API key',
    status: 201,
    answer: CreatedApiKeyOutput,
    errors: ['MISSING_FIELD', 'INVALID_ENUM', 'INVALID_DATE', 'ENTITLEMENT_REQUIRED', 'COMPANY_NOT_FOUND'],
    idempotent: true,
  })
  create(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: CreateApiKeyInput,
  ): Promise<CreatedApiKeyOutput> {
    return this.idempotency.run(request, 201, (tx) => this.keys.mint(tx, principal, input));
  }

  @Get()
  @Endpoint({
    access: dashboardAccess,
    summary: 'List API keys',
    answer: ApiKeyPageOutput,
    errors: ['INVALID_CURSOR'],
  })
  list(@CurrentCaller() { principal }: Caller, @Query() query: PageQuery): Promise<Page<ApiKeyOutput>> {
    return this.keys.list({ organizationId: principal.organizationId }, query);
  }

  @Get(':id')
  @Endpoint({
    access: dashboardAccess,
    summary: 'Get an API key',
    answer: ApiKeyOutput,
    errors: ['API_KEY_NOT_FOUND'],
  })
  get(@CurrentCaller() { principal }: Caller, @Param('id') id: string): Promise<ApiKeyOutput> {
    return this.keys.get({ organizationId: principal.organizationId }, id);
  }

  @Delete(':id')
  @Endpoint({
    access: dashboardAccess,
    summary: 'Revoke an API key',
    description: 'It is refused from that moment on. A repeat gives the same answer.',
    status: 204,
    errors: ['API_KEY_NOT_FOUND'],
    idempotent: true,
  })
  revoke(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<void> {
    const tenancy = { organizationId: principal.organizationId };
    return this.idempotency.run(request, 204, (tx) => this.keys.revoke(tx, tenancy, id));
  }

  @Post(':id/rotate')
  @Endpoint({
    access: dashboardAccess,
    summary: 'Replace an API key',
    description:
      'Makes a key of the same properties; the old one expires after the overlap, at once when there is none.',
    status: 201,
    answer: CreatedApiKeyOutput,
    errors: ['API_KEY_NOT_FOUND', 'INVALID_TRANSITION'],
    idempotent: true,
  })
  rotate(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: RotateApiKeyInput,
  ): Promise<CreatedApiKeyOutput> {
    const tenancy = { organizationId: principal.organizationId };
    return this.idempotency.run(request, 201, (tx) => this.keys.rotate(tx, tenancy, id, input));
  }
}
