import { ApiPropertyOptions } from '@nestjs/swagger';
import {
  EnumField,
  EnumListField,
  Field,
  isInstant,
  ObjectField,
  TextField,
  WholeField,
} from '../../core/http/fields';
import { metadataProblem } from '../companies';
import { subscribableEvents } from '../events';
import { headersProblem } from './custom-headers';
import { ReplayWish } from './replay/replays.service';
import { secretMeaning, secretShape } from './signing-secret';

const url = {
  description: 'https:// address that gets the deliveries.',
  example: 'https://example.com/hooks/flowie',
  maxLength: 2_000,
};
const events = {
  description: 'Event types to deliver, or `*` for all. GET /event-types lists them.',
  example: ['document.received', 'document.delivered'],
};
const description = { description: 'A note for yourself.', example: 'Production inbox', maxLength: 500 };
const inFlightLimit = {
  description: 'Calls that may be open at a time; 10 unless the operator says otherwise.',
  example: 10,
  minimum: 1,
  maximum: 100,
  optional: true,
};
const headers = {
  description:
    'Headers of your own on every delivery, at most 20, for example for a gateway of yours. Stored sealed, never shown again.',
  example: { Authorization: 'Bearer of-your-own-gateway' },
  optional: true,
  nullable: true,
};
const metadata = {
  description: 'Your own data about the webhook: at most 50 keys and 16 KiB of JSON.',
  example: { team: 'invoicing' },
  optional: true,
};
const textMembers = { additionalProperties: { type: 'string' } } as const;

/** `all`, `none`, or an object with a time; null and absence are told apart by Field. */
function replayProblem(value: unknown): string | undefined {
  const since = (value as { since?: unknown } | null)?.since;
  const isSince = typeof value === 'object' && Object.keys(value as object).length === 1 && isInstant(since);
  return value === 'all' || value === 'none' || isSince
    ? undefined
    : 'must be "all", "none" or {"since": "2026-04-25T10:00:00Z"}';
}

const replaySchema = {
  oneOf: [
    { type: 'string', enum: ['all', 'none'] },
    {
      type: 'object',
      properties: { since: { type: 'string', format: 'date-time', description: 'From this time on.' } },
      required: ['since'],
    },
  ],
} as ApiPropertyOptions;

const secret = {
  description: 'A signing secret that you made. Absent: we make one.',
  example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  maxLength: 100,
  pattern: secretShape,
  patternMeaning: secretMeaning,
  optional: true,
};

export class CreateWebhookInput {
  @TextField(url)
  url: string;

  @EnumListField(subscribableEvents, events)
  events: string[];

  @TextField({ ...description, optional: true })
  description?: string;

  @TextField(secret)
  secret?: string;

  @WholeField(inFlightLimit)
  inFlightLimit?: number;

  @ObjectField(headersProblem, textMembers, headers)
  headers?: Record<string, string> | null;

  @ObjectField(metadataProblem, {}, metadata)
  metadata?: Record<string, unknown>;
}

export class UpdateWebhookInput {
  @TextField({ ...url, optional: true })
  url?: string;

  @EnumListField(subscribableEvents, { ...events, optional: true })
  events?: string[];

  @TextField({ ...description, optional: true, nullable: true })
  description?: string | null;

  @WholeField(inFlightLimit)
  inFlightLimit?: number;

  @ObjectField(headersProblem, textMembers, {
    ...headers,
    description: `${headers.description} Replaces all; null removes them.`,
  })
  headers?: Record<string, string> | null;

  @ObjectField(
    metadataProblem,
    {},
    { ...metadata, description: `${metadata.description} Replaces all; null empties it.`, nullable: true },
  )
  metadata?: Record<string, unknown> | null;

  @EnumField(['active', 'disabled'], {
    description:
      '`disabled` stops deliveries; `active` takes them up again. `paused` is set by the system alone.',
    example: 'active',
    optional: true,
  })
  status?: 'active' | 'disabled';

  @Field('replay', 'INVALID_REQUEST', replayProblem, replaySchema, {
    description:
      'With `"status": "active"`: what becomes of the events meanwhile. `all` (default) sends what was held, `none` discards it, ' +
      '`{"since": …}` sends what happened since then, also what happened while the webhook was disabled.',
    example: 'all',
    optional: true,
  })
  replay?: ReplayWish;

  @TextField({
    description: 'Why you change the status, for the history.',
    example: 'Endpoint is healthy again',
    maxLength: 500,
    optional: true,
  })
  reason?: string;
}

export class RotateSecretInput {
  @WholeField({
    description:
      'How long the old secret signs beside the new one, in seconds: 0 to 7 days, a day when absent.',
    example: 86_400,
    minimum: 0,
    maximum: 604_800,
    optional: true,
  })
  overlapSeconds: number = 86_400;

  @TextField(secret)
  secret?: string;
}
