interface Delivery {
  type: string;
  eventId: string;
}

const deliveryId = 'dlv_01HY7AB9C2DE3FG4HJ5KMNPQRS';
const hexSignature = '3d9e8b7c'.repeat(8);
const base64Signature = Buffer.from(hexSignature, 'hex').toString('base64');

/** The headers of a delivery, as parameters of an operation. */
export function deliveryHeaders({ type, eventId }: Delivery) {
  return [
    header(
      'X-Flowie-Signature',
      `t=1777111508,v1=${hexSignature}`,
      'Unix seconds `t`, and `v1`: HMAC-SHA256 in hexadecimal, by your whole secret, of `t`, a dot and the raw body. While a secret is ' +
        'being rotated there are two `v1`, the old one last. Refuse a `t` of more than five minutes ago.',
    ),
    header('X-Flowie-Event', type, 'The type of the event.'),
    header('X-Flowie-Event-Id', eventId, '`id` of the body, the same over all attempts: dedupe on it.'),
    header(
      'X-Flowie-Delivery',
      deliveryId,
      'The same over automatic retries; a manual resend has a new one.',
    ),
    header('X-Flowie-Attempt', 1, 'Which attempt this is.', { type: 'integer', minimum: 1, maximum: 8 }),
    header('webhook-id', eventId, 'The same as X-Flowie-Event-Id, for libraries of Standard Webhooks.'),
    header('webhook-timestamp', '1777111508', 'The same as `t`, for libraries of Standard Webhooks.'),
    header(
      'webhook-signature',
      `v1,${base64Signature}`,
      'The signature that libraries of Standard Webhooks verify.',
    ),
    header('User-Agent', 'Flowie-Webhooks/3.0', 'Always the same.'),
  ];
}

function header(
  name: string,
  example: string | number,
  description: string,
  schema: object = { type: 'string' },
) {
  return { in: 'header', name, required: true, description, schema, example };
}
