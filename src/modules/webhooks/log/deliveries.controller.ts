import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { Page } from '../../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../../core/idempotency/idempotency.service';
import { DeliveryLogService } from './delivery-log.service';
import { DeliveriesQuery } from './delivery.inputs';
import {
  DeliveryDetailOutput,
  DeliveryOutput,
  DeliveryPageOutput,
  ResentDeliveryOutput,
} from './delivery.outputs';

const owners = memberAccess('webhooks');

@ApiTags('Webhooks')
@Controller('exchange/v1/webhooks/:id/deliveries')
export class DeliveriesController {
  constructor(
    private readonly log: DeliveryLogService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Endpoint({
    access: owners,
    summary: 'List the deliveries of a webhook',
    description: 'Newest first, with the outcome of the last attempt of each.',
    answer: DeliveryPageOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'INVALID_CURSOR', 'INVALID_ENUM', 'INVALID_DATE'],
  })
  list(
    @CurrentCaller() { tenancy }: Caller,
    @Param('id') id: string,
    @Query() query: DeliveriesQuery,
  ): Promise<Page<DeliveryOutput>> {
    return this.log.list(tenancy, id, query);
  }

  @Get(':deliveryId')
  @Endpoint({
    access: owners,
    summary: 'Get a delivery with all its attempts',
    description: 'Every attempt as it was sent and answered: headers, body, duration, address, certificate.',
    answer: DeliveryDetailOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'NOT_FOUND'],
  })
  get(
    @CurrentCaller() { tenancy }: Caller,
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<DeliveryDetailOutput> {
    return this.log.get(tenancy, id, deliveryId);
  }

  @Post(':deliveryId/resend')
  @Endpoint({
    access: owners,
    summary: 'Resend a delivery',
    description:
      'The same bytes as a new delivery, freshly signed, with eight attempts of its own. Only deliveries that have come to their end: ' +
      'the others are attempted by themselves.',
    status: 201,
    answer: ResentDeliveryOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'NOT_FOUND', 'INVALID_TRANSITION'],
    idempotent: true,
  })
  resend(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<ResentDeliveryOutput> {
    return this.idempotency.run(request, 201, (tx) => this.log.resend(tx, tenancy, id, deliveryId));
  }
}
