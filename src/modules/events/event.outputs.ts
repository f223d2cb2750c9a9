import { ApiProperty } from '@nestjs/swagger';
import { apiVersion } from '../../core/events/event-log';
import { PageOutput } from '../../core/http/page';
import { eventCatalogue, eventTypes } from './catalogue';
import { exampleOf } from './schema-words';

/** The envelope that deliveries and the Events API share. */
export class EventOutput {
  @ApiProperty({
    description: 'Stays the same over all attempts and resends; dedupe on it.',
    example: 'evt_01HY3AB9C2DE3FG4HJ5KMNPQRS',
  })
  id: string;

  @ApiProperty({ description: 'What happened.', enum: eventTypes })
  type: string;

  @ApiProperty({ description: 'False for everything that test keys do.', example: true })
  livemode: boolean;

  @ApiProperty({ description: 'When it happened.', format: 'date-time', example: '2026-04-25T10:05:08.000Z' })
  createdAt: string;

  @ApiProperty({ description: 'Version of the payload.', example: apiVersion })
  apiVersion: string;

  @ApiProperty({
    description: 'Details, by type.',
    type: Object,
    example: exampleOf(eventCatalogue['document.received'].data),
  })
  data: object;
}

export class EventPageOutput extends PageOutput {
  @ApiProperty({
    description: 'Oldest first, in the order in which they were committed.',
    type: [EventOutput],
  })
  data: EventOutput[];
}

export class AcknowledgementOutput {
  @ApiProperty({ description: 'How many events are acknowledged now.', example: 2 })
  acknowledged: number;

  @ApiProperty({ description: 'Their ids.', type: [String], example: ['evt_01HY3AB9C2DE3FG4HJ5KMNPQRS'] })
  eventIds: string[];

  @ApiProperty({ description: 'Ids that are not events of yours.', type: [String], example: [] })
  notFound: string[];
}
