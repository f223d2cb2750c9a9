import { EnumField, InstantField } from '../../../core/http/fields';

export class ReplayInput {
  @InstantField({
    description: 'Events that happened at this time or later.',
    example: '2026-04-25T10:00:00Z',
  })
  since: string;

  @InstantField({
    description: 'Events that happened before this time; now when absent.',
    example: '2026-04-25T12:00:00Z',
    optional: true,
  })
  until?: string;

  @EnumField(['all', 'undelivered'], {
    description:
      '`all`: also those that the endpoint has taken already, which it dedupes by event id. `undelivered`: only those it has not.',
    example: 'undelivered',
    optional: true,
  })
  include: 'all' | 'undelivered' = 'all';
}

export class RecoverInput {
  @InstantField({
    description: 'Deliveries made at this time or later; all when absent.',
    example: '2026-04-25T10:00:00Z',
    optional: true,
  })
  since?: string;
}
