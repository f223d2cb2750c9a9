import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../core/http/page';
import { subscribableEvents } from '../events';
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

  @ApiProperty({
    description:
      '`paused`: by the system, after a delivery failed eight times; events are held. `disabled`: by you.',
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

  @ApiProperty({ description: 'When it was made.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  createdAt: string;

  @ApiProperty({
    description: 'When it last changed.',
    format: 'date-time',
    example: '2026-04-25T10:00:00.000Z',
  })
  updatedAt: string;
}

export class CreatedWebhookOutput extends WebhookOutput {
  @ApiProperty({
    description: 'Signs the deliveries. Shown this once: keep it in your secret manager.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  secret: string;
}

export class WebhookPageOutput extends PageOutput {
  @ApiProperty({ description: 'Newest first.', type: [WebhookOutput] })
  data: WebhookOutput[];
}

export function toWebhookOutput(webhook: WebhookEntity): WebhookOutput {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.eventTypes,
    description: webhook.description,
    status: webhook.status,
    companyId: webhook.companyId,
    livemode: webhook.livemode,
    failureCount: webhook.failureCount,
    pausedAt: webhook.pausedAt?.toISOString() ?? null,
    pausedReason: webhook.pausedReason,
    createdAt: webhook.createdAt.toISOString(),
    updatedAt: webhook.updatedAt.toISOString(),
  };
}
