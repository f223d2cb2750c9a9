import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { GatewayEndpoint } from '../gateway-endpoint';
import { hmacKeyNotFound } from '../gateway-errors';
import { CreateHmacKeyInput } from './hmac-key.inputs';
import { CreatedHmacKeyOutput, HmacKeyListOutput, HmacKeyRevokedOutput } from './hmac-key.outputs';
import { HmacKeysService } from './hmac-keys.service';

/** "Gateway Management" of the admin panel. */
@ApiTags('Flowent gateway')
@Controller('api/v1/gateway/hmac-keys')
export class HmacKeysController {
  constructor(private readonly hmacKeys: HmacKeysService) {}

  @Post()
  @GatewayEndpoint({
    audience: 'dashboard',
    summary: 'Create an HMAC key',
    description: 'It signs all calls from now on. The key is shown in this answer and never again.',
    status: 201,
    answer: CreatedHmacKeyOutput,
  })
  create(
    @CurrentCaller() { tenancy }: Caller,
    @Body() input: CreateHmacKeyInput,
  ): Promise<CreatedHmacKeyOutput> {
    return this.hmacKeys.create(tenancy.organizationId, input);
  }

  @Get()
  @GatewayEndpoint({
    audience: 'dashboard',
    summary: 'List HMAC keys',
    answer: HmacKeyListOutput,
  })
  list(@CurrentCaller() { tenancy }: Caller): Promise<HmacKeyListOutput> {
    return this.hmacKeys.list(tenancy.organizationId);
  }

  @Delete(':id')
  @GatewayEndpoint({
    audience: 'dashboard',
    summary: 'Revoke an HMAC key',
    description: 'The newest of the others signs from now on; without any other, calls are not signed.',
    answer: HmacKeyRevokedOutput,
    errors: [hmacKeyNotFound()],
  })
  async revoke(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<HmacKeyRevokedOutput> {
    await this.hmacKeys.revoke(tenancy.organizationId, id);
    return { message: 'HMAC key revoked successfully' };
  }
}
