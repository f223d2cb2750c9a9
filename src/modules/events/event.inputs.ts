import { EnumField, EnumListField, InstantField, TextListField } from '../../core/http/fields';
import { PageQuery, toList } from '../../core/http/page';
import { EventType, eventTypes } from './catalogue';

export class EventsQuery extends PageQuery {
  @toList
  @EnumListField(eventTypes, {
    description: 'Only these types; may be repeated.',
    example: ['document.received'],
    optional: true,
  })
  type?: EventType[];

  @EnumField(['false', 'true', 'all'], {
    description: 'Unacknowledged ones by default.',
    example: 'false',
    optional: true,
  })
  acknowledged: 'false' | 'true' | 'all' = 'false';

  @InstantField({
    description: 'Created at this time or later.',
    example: '2026-04-25T10:00:00Z',
    optional: true,
  })
  since?: string;

  @InstantField({ description: 'Created before this time.', example: '2026-04-26T10:00:00Z', optional: true })
  until?: string;
}

export class AcknowledgeInput {
  @TextListField({
    description: 'Ids of events that you have processed.',
    example: ['evt_01HY3AB9C2DE3FG4HJ5KMNPQRS'],
    maxItems: 1_000,
    maxLength: 64,
  })
  eventIds: string[];
}
