import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { SealedBox } from '../../core/crypto/sealed-box';
import { OutboundAnswer, OutboundClient } from '../../core/outbound/outbound.client';
import { ClaimedDelivery } from './delivery-claims';
import { Outcome } from './delivery-settlements';
import { nextAttemptAt } from './retry-schedule';
import { deliveryHeaders } from './signature';

/** One attempt: sign, call, judge. Any 2xx is a success; all else, redirects included, is a failure. */
@Injectable()
export class DeliveryAttempt {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly box: SealedBox,
    private readonly clock: Clock,
  ) {}

  async make(delivery: ClaimedDelivery): Promise<Outcome> {
    const startedAt = this.clock.now();
    const answer = await this.send(delivery, startedAt);
    const succeeded = answer.statusCode !== undefined && answer.statusCode >= 200 && answer.statusCode < 300;
    const next = succeeded
      ? undefined
      : nextAttemptAt(delivery.attempt, this.clock.now(), Math.random(), answer.retryAfter);
    return {
      id: delivery.id,
      token: delivery.token,
      webhookId: delivery.webhook_id,
      attempt: delivery.attempt,
      state: succeeded ? 'delivered' : next ? 'pending' : 'exhausted',
      at: next ?? this.clock.now(),
      startedAt,
      durationMilliseconds: answer.durationMilliseconds,
      url: delivery.url,
      statusCode: answer.statusCode ?? null,
      error: answer.error ?? null,
      responseBody: answer.body ?? null,
    };
  }

  private async send(delivery: ClaimedDelivery, now: Date): Promise<OutboundAnswer> {
    const { id: deliveryId, event_id: eventId, event_type: eventType, attempt, body } = delivery;
    const secret = this.box.open(delivery.sealed_secret).toString();
    const headers = deliveryHeaders({ deliveryId, eventId, eventType, attempt, body }, secret, now);
    return this.outbound.post(delivery.url, headers, body);
  }
}
