import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../../core/http/page';
import { TimelineEntry } from './timeline-source';

export class TimelineEntryOutput {
  @ApiProperty({ description: 'Id of the entry.', example: 'lch_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({
    description: 'When it happened here.',
    format: 'date-time',
    example: '2026-04-25T10:05:09.000Z',
  })
  at: string;

  @ApiProperty({
    description:
      '`delivery`: a step through the network. `lifecycle`: what somebody said of the document, also where it did not move. `message`: ' +
      'what told the other side, or came from it. `evidence`: digests and receipts of transmissions. `compliance`: a report to a tax authority. ' +
      'More kinds may be added.',
    example: 'lifecycle',
  })
  kind: string;

  @ApiProperty({
    description: 'Who did it: `buyer`, `seller`, `platform` or `authority`.',
    type: String,
    nullable: true,
    example: 'buyer',
  })
  actor: string | null;

  @ApiProperty({ description: 'What it was, in one word of its kind.', example: 'rejected' })
  status: string;

  @ApiProperty({
    description: 'More of it, by kind.',
    type: Object,
    additionalProperties: true,
    example: { previousStatus: 'received', currentStatus: 'rejected', reasonCode: 'TX_TVA_ERR' },
  })
  details: Record<string, unknown>;
}

export class TimelinePageOutput extends PageOutput {
  @ApiProperty({ description: 'What happened, oldest first.', type: [TimelineEntryOutput] })
  data: TimelineEntryOutput[];
}

export function toEntryOutput({ at, ...entry }: TimelineEntry): TimelineEntryOutput {
  return { ...entry, at: at.toISOString() };
}
