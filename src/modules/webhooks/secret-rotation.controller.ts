import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { ConfirmedSecretOutput, RotatedSecretOutput } from './secret-rotation.outputs';
import { SecretRotationService } from './secret-rotation.service';
import { RotateSecretInput } from './webhook.inputs';

const owners = memberAccess('webhooks');

@ApiTags('Webhooks')
@Controller('exchange/v1/webhooks/:id')
export class SecretRotationController {
  constructor(
    private readonly rotation: SecretRotationService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post('rotate-secret')
  @Endpoint({
    access: owners,
    summary: 'Rotate the signing secret',
    description:
      'Until the overlap ends, deliveries carry `v1=<new>,v1=<old>`, the old one last, so that receivers on either secret accept them. ' +
      'Deploy the new secret, then confirm it to end the overlap early.',
    answer: RotatedSecretOutput,
    errors: ['WEBHOOK_NOT_FOUND'],
    idempotent: true,
  })
  rotate(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: RotateSecretInput,
  ): Promise<RotatedSecretOutput> {
    return this.idempotency.run(request, 200, (tx) => this.rotation.rotate(tx, tenancy, id, input));
  }

  @Post('confirm-secret')
  @Endpoint({
    access: owners,
    summary: 'Confirm the new signing secret',
    description:
      'Sends a `webhook.test` event signed with the new secret alone. A 2xx ends the overlap at once; anything else changes nothing.',
    answer: ConfirmedSecretOutput,
    errors: ['WEBHOOK_NOT_FOUND'],
  })
  confirm(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<ConfirmedSecretOutput> {
    return this.rotation.confirm(tenancy, id);
  }
}
