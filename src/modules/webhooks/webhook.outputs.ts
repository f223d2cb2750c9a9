import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../core/http/page';
import { subscribableEvents } from '../events';
import { StatusChange } from './webhook-history';
import { ScorecardOutput } from './scorecard.output';
import { WebhookEntity, webhookStatuses } from './webhook.entity';

export class WebhookOutput {
  @ApiProperty({ description: 'Id of the webhook.', example: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({
    description: 'Address that gets the deliveries.',
    example: 'https://example.com/hooks/flowie',
  })
  url: string;

  @ApiProperty({
    description: 'Event types delivered.',
    enum: subscribableEvents,
    isArray: true,
    example: ['document.received'],
  })
  events: string[];

  @ApiProperty({ description: 'Your note.', type: String, nullable: true, example: 'Production inbox' })
  description: string | null;

  @ApiProperty({ description: 'Calls that may be open at a time.', example: 10 })
  inFlightLimit: number;

  @ApiProperty({
    description: 'Names of your own headers; their values are not shown again.',
    type: [String],
    example: ['Authorization'],
  })
  headerNames: string[];

  @ApiProperty({
    description: 'Your own data.',
    type: 'object',
    additionalProperties: true,
    example: { team: 'invoicing' },
  })
  metadata: Record<string, unknown>;

  @ApiProperty({
    description:
      '`paused`: by the system, after a delivery failed eight times; events are held. `disabled`: by you, or by your endpoint with 410 Gone.',
    enum: webhookStatuses,
  })
  status: string;

  @ApiProperty({
    description: 'The tenant it belongs to; null: the organization, for all tenants.',
    type: String,
    nullable: true,
    example: null,
  })
  companyId: string | null;

  @ApiProperty({ description: 'Live or test.', example: false })
  livemode: boolean;

  @ApiProperty({
    description: 'Failed attempts since the last success; alert when it is above 0.',
    example: 0,
  })
  failureCount: number;

  @ApiProperty({
    description: 'When it was paused.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
  })
  pausedAt: string | null;

  @ApiProperty({ description: 'Why it was paused.', type: String, nullable: true, example: null })
  pausedReason: string | null;

  @ApiProperty({
    description: 'Until when the secret before the last rotation signs too; null: only one signs.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
  })
  previousSecretExpiresAt: string | null;

  @ApiProperty({
    description: 'What the last test found; null before the first.',
    type: ScorecardOutput,
    nullable: true,
  })
  lastTest: ScorecardOutput | null;

  @ApiProperty({ description: 'When it was made.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  createdAt: string;

  @ApiProperty({
    description: 'When it last changed.',
    format: 'date-time',
    example: '2026-04-25T10:00:00.000Z',
  })
  updatedAt: string;
}

export class UpdatedWebhookOutput extends WebhookOutput {
  @ApiProperty({
    description: 'What becomes of held and missed events, when the webhook was made active again.',
    required: false,
    example: 'What was held leaves at 100 a second.',
  })
  message?: string;
}

export class CreatedWebhookOutput extends WebhookOutput {
  @ApiProperty({
    description: 'Signs the deliveries. Shown this once: keep it in your secret manager.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  secret: string;
}

class StatusChangeOutput {
  @ApiProperty({ description: 'What it became.', enum: webhookStatuses })
  status: string;

  @ApiProperty({ description: '`system`, or the id of the key or user.', example: 'system' })
  changedBy: string;

  @ApiProperty({
    description: 'Why.',
    type: String,
    nullable: true,
    example: 'A delivery failed 8 times; the last attempt was answered with 500.',
  })
  reason: string | null;

  @ApiProperty({ description: 'When.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  changedAt: string;
}

export class StatusHistoryOutput {
  @ApiProperty({ description: 'Newest first, at most 100.', type: [StatusChangeOutput] })
  data: StatusChangeOutput[];
}

export class WebhookPageOutput extends PageOutput {
  @ApiProperty({ description: 'Newest first.', type: [WebhookOutput] })
  data: WebhookOutput[];
}

export function toWebhookOutput(webhook: WebhookEntity, headerNames: string[], now: Date): WebhookOutput {
  const { previousSecretUntil } = webhook;
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.eventTypes,
    description: webhook.description,
    status: webhook.status,
    companyId: webhook.companyId,
    inFlightLimit: webhook.inFlightLimit,
    headerNames,
    metadata: webhook.metadata as Record<string, unknown>,
    livemode: webhook.livemode,
    failureCount: webhook.failureCount,
    pausedAt: webhook.pausedAt?.toISOString() ?? null,
    pausedReason: webhook.pausedReason,
    previousSecretExpiresAt:
      previousSecretUntil && previousSecretUntil > now ? previousSecretUntil.toISOString() : null,
    lastTest: webhook.lastTest,
    createdAt: webhook.createdAt.toISOString(),
    updatedAt: webhook.updatedAt.toISOString(),
  };
}

export function toStatusHistory(changes: StatusChange[]): StatusHistoryOutput {
  return { data: changes.map((change) => ({ ...change, changedAt: change.changedAt.toISOString() })) };
}
