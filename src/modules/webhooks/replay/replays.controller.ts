import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Transaction } from '../../../core/database/transaction';
import { Endpoint } from '../../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../../core/idempotency/idempotency.service';
import { WebhooksService } from '../webhooks.service';
import { RecoverInput, ReplayInput } from './replay.inputs';
import { ReplayOutput } from './replay.outputs';
import { ReplaysService } from './replays.service';

const owners = memberAccess('webhooks');

@ApiTags('Webhooks')
@Controller('exchange/v1/webhooks/:id')
export class ReplaysController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly replays: ReplaysService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post('replay')
  @Endpoint({
    access: owners,
    summary: 'Replay past events',
    description:
      "Sends the webhook's events since a time again, oldest first, at a measured pace; each is a new delivery with the same event id.",
    status: 202,
    answer: ReplayOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'MISSING_FIELD', 'INVALID_DATE', 'INVALID_ENUM', 'INVALID_TRANSITION'],
    idempotent: true,
  })
  replay(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: ReplayInput,
  ): Promise<ReplayOutput> {
    return this.start(request, caller, id, (tx, webhook) =>
      this.replays.replay(tx, webhook, input, caller.principal),
    );
  }

  @Post('recover')
  @Endpoint({
    access: owners,
    summary: 'Recover exhausted deliveries',
    description:
      'Every delivery that used up its attempts once more, unless its event has reached the endpoint meanwhile.',
    status: 202,
    answer: ReplayOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'INVALID_DATE', 'INVALID_TRANSITION'],
    idempotent: true,
  })
  recover(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: RecoverInput,
  ): Promise<ReplayOutput> {
    return this.start(request, caller, id, (tx, webhook) =>
      this.replays.recover(tx, webhook, input, caller.principal),
    );
  }

  @Get('replays/:replayId')
  @Endpoint({
    access: owners,
    summary: 'See how far a replay has come',
    answer: ReplayOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'NOT_FOUND'],
  })
  async get(
    @CurrentCaller() { tenancy }: Caller,
    @Param('id') id: string,
    @Param('replayId') replayId: string,
  ): Promise<ReplayOutput> {
    const webhook = await this.webhooks.find(tenancy, id);
    return this.replays.get(webhook.id, replayId);
  }

  private start(
    request: IdempotentRequest,
    { tenancy }: Caller,
    id: string,
    work: (tx: Transaction, webhook: Awaited<ReturnType<WebhooksService['lock']>>) => Promise<ReplayOutput>,
  ): Promise<ReplayOutput> {
    return this.idempotency.run(request, 202, async (tx) =>
      work(tx, await this.webhooks.lock(tx, tenancy, id)),
    );
  }
}
