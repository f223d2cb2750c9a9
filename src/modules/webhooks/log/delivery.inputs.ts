import { EnumListField, InstantField, TextField } from '../../../core/http/fields';
import { PageQuery, toList } from '../../../core/http/page';
import { eventTypes } from '../../events';
import { deliveryStates } from './delivery-log.repository';

export class DeliveriesQuery extends PageQuery {
  @toList
  @EnumListField(deliveryStates, {
    description: 'Only in these states; may be repeated.',
    example: ['exhausted'],
    optional: true,
  })
  state?: string[];

  @toList
  @EnumListField(eventTypes, {
    description: 'Only of these event types; may be repeated.',
    example: ['document.received'],
    optional: true,
  })
  type?: string[];

  @InstantField({
    description: 'Made at this time or later.',
    example: '2026-04-25T10:00:00Z',
    optional: true,
  })
  since?: string;

  @InstantField({ description: 'Made before this time.', example: '2026-04-26T10:00:00Z', optional: true })
  until?: string;

  @TextField({
    description: 'Only of events of this document.',
    example: 'doc_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 64,
    optional: true,
  })
  documentId?: string;

  @TextField({
    description: 'Only of this event.',
    example: 'evt_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 64,
    optional: true,
  })
  eventId?: string;
}
