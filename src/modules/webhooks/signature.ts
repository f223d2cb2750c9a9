import { createHmac } from 'node:crypto';

const userAgent = 'Flowie-Webhooks/3.0';

/**
 * `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<raw body>`, keyed with the UTF-8 bytes of the whole secret, `whsec_`
 * included (cookbook, "Signing & verification"). During a rotation one `v1` for each secret, the old one last: receivers that read
 * the header into a map keep the last, and those still hold the old secret.
 */
export function flowieSignature(secrets: readonly string[], timestamp: number, body: Buffer): string {
  const macs = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex'),
  );
  return `t=${timestamp},${macs.map((mac) => `v1=${mac}`).join(',')}`;
}

/** `v1,<base64>` over `<id>.<t>.<body>`, keyed with the decoded part after `whsec_`, a space between (standardwebhooks.com). */
export function standardSignature(
  secrets: readonly string[],
  id: string,
  timestamp: number,
  body: Buffer,
): string {
  const macs = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  });
  return macs.map((mac) => `v1,${mac}`).join(' ');
}

export interface DeliveryToSign {
  deliveryId: string;
  eventId: string;
  eventType: string;
  attempt: number;
  body: Buffer;
}

/** All headers of ours on one attempt. Each attempt is signed anew: the body stays the same for ever, the timestamp must be fresh. */
export function deliveryHeaders(
  delivery: DeliveryToSign,
  secrets: readonly string[],
  now: Date,
): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1_000);
  return {
    'Content-Type': 'application/json',
    'User-Agent': userAgent,
    'X-Flowie-Signature': flowieSignature(secrets, timestamp, delivery.body),
    'X-Flowie-Event': delivery.eventType,
    'X-Flowie-Event-Id': delivery.eventId,
    'X-Flowie-Delivery': delivery.deliveryId,
    'X-Flowie-Attempt': String(delivery.attempt),
    'webhook-id': delivery.eventId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': standardSignature(secrets, delivery.eventId, timestamp, delivery.body),
  };
}
