import { ApiProperty } from '@nestjs/swagger';
import { eventTypes } from './catalogue';

const fixtureUrl = 'https://exchange.example.com/exchange/v1/fixtures/document.received.json';

class EventTypeOutput {
  @ApiProperty({ description: 'Name of the type, as subscriptions list it.', enum: eventTypes })
  type: string;

  @ApiProperty({ description: 'When it fires.', example: 'An incoming document has been persisted.' })
  description: string;

  @ApiProperty({
    description: 'JSON Schema (2020-12) of the whole body of a delivery.',
    type: 'object',
    additionalProperties: true,
    example: { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'document.received' },
  })
  schema: Record<string, unknown>;

  @ApiProperty({ description: 'Where to get a realistic body.', format: 'uri', example: fixtureUrl })
  fixture: string;
}

export class EventTypeListOutput {
  @ApiProperty({ description: 'Every type of event.', type: [EventTypeOutput] })
  data: EventTypeOutput[];
}

class FileOutput {
  @ApiProperty({ description: 'Name of the file.', example: 'document.received.json' })
  name: string;

  @ApiProperty({ description: 'Where to get it.', format: 'uri', example: fixtureUrl })
  url: string;
}

export class FixtureListOutput {
  @ApiProperty({ description: 'One file a type of event.', type: [FileOutput] })
  data: FileOutput[];

  @ApiProperty({ description: 'All of them and their schemas, packed.', type: FileOutput })
  bundle: FileOutput;
}
