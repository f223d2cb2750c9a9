import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { sha256 } from '../../../core/crypto/digests';
import { SealedBox } from '../../../core/crypto/sealed-box';
import { OutboundAnswer, OutboundClient } from '../../../core/outbound/outbound.client';
import { hideValues, openHeaders } from '../custom-headers';
import { deliveryHeaders } from '../signature';
import { openSecrets } from '../signing-secret';
import { ClaimedDelivery } from './delivery-claims';
import { Outcome } from './outcome';
import { nextAttemptAt } from './retry-schedule';

/** The receiver's last word: it is gone, and wants to hear no more (RFC 9110, 15.5.11). */
const gone = 410;

/** One attempt: sign, call, judge. Any 2xx is a success; all else, redirects included, is a failure. */
@Injectable()
export class DeliveryAttempt {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly box: SealedBox,
    private readonly clock: Clock,
  ) {}

  /** Throws only for a fault of ours, such as a sealing key that is gone: such an attempt does not count. */
  async make(delivery: ClaimedDelivery): Promise<Outcome> {
    const startedAt = this.clock.now();
    const own = openHeaders(this.box, delivery.sealed_headers);
    const headers = this.headers(delivery, startedAt);
    const answer = await this.outbound.post(delivery.url, { ...own, ...headers }, delivery.body);
    const endedAt = this.clock.now();
    return {
      ...judge(delivery.attempt, answer, endedAt),
      id: delivery.id,
      token: delivery.token,
      webhookId: delivery.webhook_id,
      attempt: delivery.attempt,
      startedAt,
      latencyMilliseconds: endedAt.getTime() - delivery.event_created_at.getTime(),
      url: delivery.url,
      requestHeaders: JSON.stringify({ ...headers, ...hideValues(own) }),
      bodySha256: sha256(delivery.body),
      answer,
    };
  }

  private headers(delivery: ClaimedDelivery, now: Date): Record<string, string> {
    const { id: deliveryId, event_id: eventId, event_type: eventType, attempt, body } = delivery;
    const secrets = openSecrets(
      this.box,
      {
        sealedSecret: delivery.sealed_secret,
        previousSealedSecret: delivery.previous_sealed_secret,
        previousSecretUntil: delivery.previous_secret_until,
      },
      now,
    );
    return deliveryHeaders({ deliveryId, eventId, eventType, attempt, body }, secrets, now);
  }
}

function judge(
  attempt: number,
  { statusCode, retryAfter }: OutboundAnswer,
  now: Date,
): Pick<Outcome, 'state' | 'at' | 'gone'> {
  if (statusCode !== undefined && statusCode >= 200 && statusCode < 300)
    return { state: 'delivered', at: now, gone: false };
  if (statusCode === gone) return { state: 'exhausted', at: now, gone: true };
  const next = nextAttemptAt(attempt, now, Math.random(), retryAfter);
  return { state: next ? 'pending' : 'exhausted', at: next ?? now, gone: false };
}
