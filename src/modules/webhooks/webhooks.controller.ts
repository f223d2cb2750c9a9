import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page, PageQuery } from '../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { CreateWebhookInput, UpdateWebhookInput } from './webhook.inputs';
import {
  CreatedWebhookOutput,
  StatusHistoryOutput,
  UpdatedWebhookOutput,
  WebhookOutput,
  WebhookPageOutput,
} from './webhook.outputs';
import { WebhooksService } from './webhooks.service';

const owners = memberAccess('webhooks');

@ApiTags('Webhooks')
@Controller('exchange/v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Endpoint({
    access: owners,
    summary: 'Create a webhook',
    description:
      'With X-Flowie-Company or a tenant key it belongs to that company; with a platform key alone it gets the events of all companies.',
    status: 201,
    answer: CreatedWebhookOutput,
    errors: ['MISSING_FIELD', 'INVALID_ENUM', 'WEBHOOK_URL_BLOCKED'],
    idempotent: true,
  })
  create(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: CreateWebhookInput,
  ): Promise<CreatedWebhookOutput> {
    return this.idempotency.run(request, 201, (tx) => this.webhooks.create(tx, tenancy, input));
  }

  @Get()
  @Endpoint({
    access: owners,
    summary: 'List webhooks',
    answer: WebhookPageOutput,
    errors: ['INVALID_CURSOR'],
  })
  list(@CurrentCaller() { tenancy }: Caller, @Query() query: PageQuery): Promise<Page<WebhookOutput>> {
    return this.webhooks.list(tenancy, query);
  }

  @Get(':id')
  @Endpoint({
    access: owners,
    summary: 'Get a webhook',
    answer: WebhookOutput,
    errors: ['WEBHOOK_NOT_FOUND'],
  })
  get(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<WebhookOutput> {
    return this.webhooks.get(tenancy, id);
  }

  @Get(':id/history')
  @Endpoint({
    access: owners,
    summary: 'See who changed the status, when and why',
    answer: StatusHistoryOutput,
    errors: ['WEBHOOK_NOT_FOUND'],
  })
  history(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<StatusHistoryOutput> {
    return this.webhooks.statusHistory(tenancy, id);
  }

  @Patch(':id')
  @Endpoint({
    access: owners,
    summary: 'Change, disable or re-activate a webhook',
    description:
      'Members that are absent stay as they are; null clears. Making a paused webhook `active` sends what was held meanwhile, at a measured pace; ' +
      '`replay` says otherwise. Making a disabled one active sends what was waiting then; with `replay: {"since": …}` also what happened since.',
    answer: UpdatedWebhookOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'INVALID_ENUM', 'INVALID_TRANSITION', 'WEBHOOK_URL_BLOCKED'],
    idempotent: true,
  })
  update(
    @CurrentCaller() { tenancy, principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: UpdateWebhookInput,
  ): Promise<UpdatedWebhookOutput> {
    return this.idempotency.run(request, 200, (tx) =>
      this.webhooks.update(tx, tenancy, principal, id, input),
    );
  }

  @Delete(':id')
  @Endpoint({
    access: owners,
    summary: 'Delete a webhook',
    status: 204,
    errors: ['WEBHOOK_NOT_FOUND'],
    idempotent: true,
  })
  delete(
    @CurrentCaller() { tenancy, principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<void> {
    return this.idempotency.run(request, 204, (tx) => this.webhooks.delete(tx, tenancy, principal, id));
  }
}
