import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { SealedBox } from '../../../core/crypto/sealed-box';
import { envelopeBytes } from '../../../core/events/event-log';
import { OutboundAnswer, OutboundClient } from '../../../core/outbound/outbound.client';
import { openHeaders } from '../custom-headers';
import { deliveryHeaders } from '../signature';
import { WebhookEntity } from '../webhook.entity';

export type PingPurpose = 'ping' | 'tampered' | 'stale' | 'duplicate' | 'rotation';

interface PingOptions {
  purpose: PingPurpose;
  secrets: readonly string[];
  /** The same one again for a duplicate. */
  eventId?: string;
  /** How old the signature claims to be, in milliseconds. */
  age?: number;
}

/** A `webhook.test` event, sent at once and kept nowhere: a question to the endpoint, not news. */
@Injectable()
export class Ping {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly box: SealedBox,
    private readonly clock: Clock,
  ) {}

  async send(
    webhook: WebhookEntity,
    { purpose, secrets, eventId = newIdentifier('evt'), age = 0 }: PingOptions,
  ): Promise<OutboundAnswer & { eventId: string }> {
    const now = this.clock.now();
    const type = 'webhook.test';
    const data = { webhookId: webhook.id, purpose };
    const body = envelopeBytes({ type, livemode: webhook.livemode, data }, eventId, now);
    const delivery = { deliveryId: newIdentifier('dlv'), eventId, eventType: type, attempt: 1, body };
    const headers = deliveryHeaders(delivery, secrets, new Date(now.getTime() - age));
    const sent = purpose === 'tampered' ? tamper(body) : body;
    const own = openHeaders(this.box, webhook.sealedHeaders);
    return { ...(await this.outbound.post(webhook.url, { ...own, ...headers }, sent)), eventId };
  }
}

/** Still valid JSON, but not what was signed. */
function tamper(body: Buffer): Buffer {
  return Buffer.from(
    body.toString().replace(/"livemode":(true|false)/, (_all, live) => `"livemode":${live !== 'true'}`),
  );
}
