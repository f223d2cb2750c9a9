import { InstantField, TextField, TextListField } from '../../core/http/fields';
import { PageQuery, toList } from '../../core/http/page';

export class AuditQuery extends PageQuery {
  @toList
  @TextListField({
    description: 'Only these actions; may be repeated. `company.*` stands for all actions on companies.',
    example: ['company.created', 'api_key.*'],
    optional: true,
    maxItems: 50,
    maxLength: 100,
  })
  action?: string[];

  @TextField({
    description: 'Only changes of the thing with this id.',
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 100,
    optional: true,
  })
  subject?: string;

  @TextField({
    description:
      'Only changes by the key, user or token with this id, or by an operator, the system or nobody known.',
    example: 'key_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 100,
    optional: true,
  })
  actor?: string;

  @TextField({
    description: 'Only changes that concern this company.',
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 100,
    optional: true,
  })
  companyId?: string;

  @InstantField({
    description: 'Made at this time or later.',
    example: '2026-04-25T10:00:00Z',
    optional: true,
  })
  since?: string;

  @InstantField({ description: 'Made before this time.', example: '2026-04-26T10:00:00Z', optional: true })
  until?: string;
}
