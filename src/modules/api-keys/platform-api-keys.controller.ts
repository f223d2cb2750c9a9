import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page, PageQuery } from '../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { CreatePlatformApiKeyInput } from './api-key.inputs';
import { ApiKeyOutput, ApiKeyPageOutput, CreatedApiKeyOutput } from './api-key.outputs';
import { ApiKeysService } from './api-keys.service';

@ApiTags('Platform')
@Controller('exchange/v1/platform/api-keys')
export class PlatformApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Endpoint({
    access: platformAccess,
    summary: 'Make a key with a platform key',
    description:
      "Usually a tenant's: `keyType` `personal` with its `companyId`. The mode is that of the platform key.",
    status: 201,
    answer: CreatedApiKeyOutput,
    errors: ['MISSING_FIELD', 'INVALID_ENUM', 'INVALID_DATE', 'ENTITLEMENT_REQUIRED', 'COMPANY_NOT_FOUND'],
    idempotent: true,
  })
  create(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: CreatePlatformApiKeyInput,
  ): Promise<CreatedApiKeyOutput> {
    return this.idempotency.run(request, 201, (tx) => this.keys.mint(tx, principal, input));
  }

  @Get()
  @Endpoint({
    access: platformAccess,
    summary: "List the keys of the platform key's organization and mode",
    answer: ApiKeyPageOutput,
    errors: ['INVALID_CURSOR'],
  })
  list(@CurrentCaller() { tenancy }: Caller, @Query() query: PageQuery): Promise<Page<ApiKeyOutput>> {
    return this.keys.list(tenancy, query);
  }

  @Delete(':key_id')
  @Endpoint({
    access: platformAccess,
    summary: "Revoke a tenant's key",
    description:
      'The first step of offboarding a tenant. It is refused from that moment on; a repeat gives the same answer.',
    status: 204,
    errors: ['API_KEY_NOT_FOUND'],
    idempotent: true,
  })
  revoke(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('key_id') id: string,
  ): Promise<void> {
    return this.idempotency.run(request, 204, (tx) => this.keys.revokeTenantKey(tx, tenancy, id));
  }
}
