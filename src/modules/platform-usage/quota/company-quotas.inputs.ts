import { FlagField, WholeField } from '../../../core/http/fields';

export class CompanyQuotaInput {
  @WholeField({
    description: 'How many documents the company may send in a calendar month (UTC).',
    example: 500,
    minimum: 0,
    maximum: 1_000_000_000,
  })
  documents: number;

  @FlagField({
    description: 'Whether further ones are refused (default), or only warned of.',
    example: true,
    optional: true,
  })
  hard?: boolean;
}
