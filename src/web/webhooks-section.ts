import { OpenAPIObject } from '@nestjs/swagger';
import { PublishedEventType } from '../core/events/event-catalogue';
import { deliveryHeaders } from './delivery-headers';

type PathItem = NonNullable<OpenAPIObject['webhooks']>[string];

export const webhookEventsTag = 'Webhook events';

/** OpenAPI's `webhooks`: what consumers' endpoints must be ready for, one entry a type of event. */
export function webhooksSection(types: readonly PublishedEventType[]): Record<string, PathItem> {
  return Object.fromEntries(types.map((type) => [type.type, { post: operation(type) } as PathItem]));
}

function operation({ type, description, schema, fixture }: PublishedEventType) {
  const example = JSON.parse(fixture.toString()) as Record<string, unknown>;
  return {
    tags: [webhookEventsTag],
    operationId: `on${type.replace(/(^|[._])([a-z])/g, (_match, _separator, letter: string) => letter.toUpperCase())}`,
    summary: description.split(/[.:;](?:\s|$)/)[0],
    description: `${description}\n\n${guarantees}`,
    // It is the signature that tells who calls, and no scheme of OpenAPI describes it.
    security: [],
    parameters: deliveryHeaders({ type, eventId: String(example.id) }),
    requestBody: { required: true, content: { 'application/json': { schema, example } } },
    responses,
  };
}

const guarantees =
  'Delivered at least once and in any order: dedupe on `id`, and order by `data.updatedAt` where there is one. Verify ' +
  '`X-Flowie-Signature` over the raw body before anything else.';

const responses = {
  '2XX': { description: 'Taken. Answer within 5 seconds, and do the work afterwards.' },
  '3XX': { description: 'A failure: redirects are never followed. Tried again as below.' },
  '410': { description: 'You want no more of it: the webhook is disabled at once.' },
  '4XX': {
    description:
      'A failure. Tried 8 times in all, after 30 seconds, 2, 10 and 30 minutes, 2, 6 and 12 hours; then the webhook is paused and its ' +
      'events are held. `Retry-After` may lengthen a wait, to 12 hours at most.',
  },
  '5XX': { description: 'A failure, as is no answer within 20 seconds. Tried again as above.' },
};
