import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { CreateApiTokenInput } from './api-token.inputs';
import { ApiTokenListOutput, ApiTokenRevokedOutput, CreatedApiTokenOutput } from './api-token.outputs';
import { ApiTokensService } from './api-tokens.service';
import { GatewayEndpoint } from './gateway-endpoint';
import { apiTokenNotFound } from './gateway-errors';

/** "Gateway Management" of the admin panel. */
@ApiTags('Flowent gateway')
@Controller('api/v1/gateway/api-tokens')
export class ApiTokensController {
  constructor(private readonly apiTokens: ApiTokensService) {}

  @Post()
  @GatewayEndpoint({
    audience: 'dashboard',
    summary: 'Create an API token',
    description: 'The token is shown in this answer and never again.',
    status: 201,
    answer: CreatedApiTokenOutput,
  })
  create(
    @CurrentCaller() { tenancy }: Caller,
    @Body() input: CreateApiTokenInput,
  ): Promise<CreatedApiTokenOutput> {
    return this.apiTokens.create(tenancy.organizationId, input);
  }

  @Get()
  @GatewayEndpoint({
    audience: 'dashboard',
    summary: 'List API tokens',
    answer: ApiTokenListOutput,
  })
  list(@CurrentCaller() { tenancy }: Caller): Promise<ApiTokenListOutput> {
    return this.apiTokens.list(tenancy.organizationId);
  }

  @Delete(':id')
  @GatewayEndpoint({
    audience: 'dashboard',
    summary: 'Revoke an API token',
    description: 'JWTs that it was exchanged for stop working at once.',
    answer: ApiTokenRevokedOutput,
    errors: [apiTokenNotFound()],
  })
  async revoke(
    @CurrentCaller() { tenancy }: Caller,
    @Param('id') id: string,
  ): Promise<ApiTokenRevokedOutput> {
    await this.apiTokens.revoke(tenancy.organizationId, id);
    return { message: 'API token revoked successfully' };
  }
}
