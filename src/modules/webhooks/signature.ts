import { createHmac, randomBytes } from 'node:crypto';

const userAgent = 'Flowie-Webhooks/3.0';
const secretBytes = 24;

/** `whsec_` and valid base64, so that Standard Webhooks libraries take it too. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`;
}

/**
 * `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<raw body>`, keyed with the UTF-8 bytes of the whole secret, `whsec_`
 * included (cookbook, "Signing & verification").
 */
export function flowieSignature(secret: string, timestamp: number, body: Buffer): string {
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  return `t=${timestamp},v1=${mac}`;
}

/** `v1,<base64>` over `<id>.<t>.<body>`, keyed with the decoded part after `whsec_` (standardwebhooks.com). */
export function standardSignature(secret: string, id: string, timestamp: number, body: Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

export interface DeliveryToSign {
  deliveryId: string;
  eventId: string;
  eventType: string;
  attempt: number;
  body: Buffer;
}

/** All headers of one attempt. Each attempt is signed anew: the body stays the same for ever, the timestamp must be fresh. */
export function deliveryHeaders(delivery: DeliveryToSign, secret: string, now: Date): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1_000);
  return {
    'Content-Type': 'application/json',
    'User-Agent': userAgent,
    'X-Flowie-Signature': flowieSignature(secret, timestamp, delivery.body),
    'X-Flowie-Event': delivery.eventType,
    'X-Flowie-Event-Id': delivery.eventId,
    'X-Flowie-Delivery': delivery.deliveryId,
    'X-Flowie-Attempt': String(delivery.attempt),
    'webhook-id': delivery.eventId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': standardSignature(secret, delivery.eventId, timestamp, delivery.body),
  };
}
