import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../../core/http/page';
import { webhookStatuses } from '../webhook.entity';

const digest = {
  description:
    'SHA-256, in hex, of the event ids in ascending order with a line feed between: compute it over your own table and compare.',
  example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

class EventTallyOutput {
  @ApiProperty({ description: 'Events in that time.', example: 1000 })
  emitted: number;

  @ApiProperty({ description: 'Of those, acknowledged ones.', example: 950 })
  acknowledged: number;

  @ApiProperty(digest)
  digest: string;
}

class EndpointTallyOutput extends EventTallyOutput {
  @ApiProperty({ description: 'The webhook.', example: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  webhookId: string;

  @ApiProperty({ description: 'Its address.', example: 'https://example.com/hooks/flowie' })
  url: string;

  @ApiProperty({ description: 'Its status now.', enum: webhookStatuses })
  status: string;

  @ApiProperty({ description: 'Events that the endpoint has taken.', example: 990 })
  delivered: number;

  @ApiProperty({ description: 'Events on their way.', example: 4 })
  pending: number;

  @ApiProperty({ description: 'Events held until the webhook is active.', example: 0 })
  held: number;

  @ApiProperty({ description: 'Events that used up their attempts.', example: 6 })
  exhausted: number;

  @ApiProperty({ description: 'Events discarded at your wish.', example: 0 })
  discarded: number;

  @ApiProperty({
    description:
      'Events that never had a delivery: the webhook was disabled or did not subscribe to them then.',
    example: 0,
  })
  missing: number;

  @ApiProperty({
    description: 'Ids of events that the endpoint does not have, oldest first, at most 100.',
    type: [String],
    example: ['evt_01HY3AB9C2DE3FG4HJ5KMNPQRS'],
  })
  gaps: string[];
}

export class ReconcileOutput extends PageOutput {
  @ApiProperty({ description: 'From when on.', format: 'date-time', example: '2026-04-25T00:00:00.000Z' })
  from: string;

  @ApiProperty({ description: 'Until when.', format: 'date-time', example: '2026-04-26T00:00:00.000Z' })
  to: string;

  @ApiProperty({ description: 'All events of that time.' })
  events: EventTallyOutput;

  @ApiProperty({ description: 'One entry a webhook, newest first.', type: [EndpointTallyOutput] })
  data: EndpointTallyOutput[];
}
