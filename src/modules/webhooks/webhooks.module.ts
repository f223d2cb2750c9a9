import { Module } from '@nestjs/common';
import { DeliveriesRepository } from './deliveries.repository';
import { DeliveryAttempt } from './delivery-attempt';
import { DeliveryBell } from './delivery-bell';
import { DeliveryClaims } from './delivery-claims';
import { DeliveryEngine } from './delivery-engine';
import { DeliverySettlements } from './delivery-settlements';
import { FanOut } from './fan-out';
import { WebhooksController } from './webhooks.controller';
import { WebhooksRepository } from './webhooks.repository';
import { WebhooksService } from './webhooks.service';

@Module({
  controllers: [WebhooksController],
  providers: [
    WebhooksRepository,
    WebhooksService,
    DeliveriesRepository,
    DeliveryBell,
    FanOut,
    DeliveryClaims,
    DeliveryAttempt,
    DeliverySettlements,
    DeliveryEngine,
  ],
  exports: [WebhooksService],
})
export class WebhooksModule {}
