import { InstantField, TextField } from '../../../core/http/fields';
import { PageQuery } from '../../../core/http/page';

export class ReconcileQuery extends PageQuery {
  @InstantField({ description: 'From this time on.', example: '2026-04-25T00:00:00Z' })
  from: string;

  @InstantField({
    description: 'Until before this time, at most 31 days later; now when absent.',
    example: '2026-04-26T00:00:00Z',
    optional: true,
  })
  to?: string;

  @TextField({
    description: 'Only this webhook.',
    example: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 64,
    optional: true,
  })
  webhookId?: string;
}
