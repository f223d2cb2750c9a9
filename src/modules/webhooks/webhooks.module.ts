import { Module } from '@nestjs/common';
import { DeliveriesRepository } from './engine/deliveries.repository';
import { DeliveryAttempt } from './engine/delivery-attempt';
import { DeliveryBell } from './engine/delivery-bell';
import { DeliveryClaims } from './engine/delivery-claims';
import { DeliveryEngine } from './engine/delivery-engine';
import { DeliveryGauges } from './engine/delivery-gauges';
import { DeliveryMetrics } from './engine/delivery-metrics';
import { DeliverySettlements } from './engine/delivery-settlements';
import { FailureNotices } from './engine/failure-notices';
import { FanOut } from './engine/fan-out';
import { WebhookStanding } from './engine/webhook-standing';
import { DeliveriesController } from './log/deliveries.controller';
import { DeliveryLogRepository } from './log/delivery-log.repository';
import { DeliveryLogService } from './log/delivery-log.service';
import { DeliveryRetention } from './log/delivery-retention';
import { Ping } from './preflight/ping';
import { PreflightController } from './preflight/preflight.controller';
import { PreflightService } from './preflight/preflight.service';
import { ReconcileController } from './reconcile/reconcile.controller';
import { ReconcileRepository } from './reconcile/reconcile.repository';
import { ReconcileService } from './reconcile/reconcile.service';
import { ReplayJob } from './replay/replay-job';
import { ReplayRounds } from './replay/replay-rounds';
import { ReplaysController } from './replay/replays.controller';
import { ReplaysRepository } from './replay/replays.repository';
import { ReplaysService } from './replay/replays.service';
import { SecretRotationController } from './secret-rotation.controller';
import { SecretRotationService } from './secret-rotation.service';
import { WebhookAudit } from './webhook-audit';
import { WebhookHistory } from './webhook-history';
import { WebhookStatusService } from './webhook-status.service';
import { WebhooksController } from './webhooks.controller';
import { WebhooksRepository } from './webhooks.repository';
import { WebhooksService } from './webhooks.service';

/** The endpoints themselves: made, changed, stopped, tested. */
const endpoints = [
  WebhooksRepository,
  WebhooksService,
  WebhookStatusService,
  WebhookHistory,
  WebhookAudit,
  SecretRotationService,
  Ping,
  PreflightService,
];
/** What brings an event to its endpoints. */
const engine = [
  DeliveriesRepository,
  DeliveryBell,
  FanOut,
  DeliveryClaims,
  DeliveryAttempt,
  DeliverySettlements,
  WebhookStanding,
  FailureNotices,
  DeliveryEngine,
  DeliveryMetrics,
  DeliveryGauges,
];
/** What tells of deliveries afterwards, and repeats them. */
const log = [
  DeliveryLogRepository,
  DeliveryLogService,
  DeliveryRetention,
  ReplaysRepository,
  ReplaysService,
  ReplayRounds,
  ReplayJob,
  ReconcileRepository,
  ReconcileService,
];

@Module({
  controllers: [
    WebhooksController,
    SecretRotationController,
    PreflightController,
    DeliveriesController,
    ReplaysController,
    ReconcileController,
  ],
  providers: [...endpoints, ...engine, ...log],
  exports: [WebhooksService],
})
export class WebhooksModule {}
