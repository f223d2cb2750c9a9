import { InstantField, TextField } from '../../core/http/fields';
import { PageQuery } from '../../core/http/page';

export class PlatformHealthQuery extends PageQuery {
  @TextField({
    description: 'Only tenants of which at least this share of documents failed, from 0 to 1.',
    example: '0.05',
    maxLength: 6,
    pattern: /^(0(\.\d{1,4})?|1(\.0{1,4})?)$/,
    patternMeaning: 'must be a number from 0 to 1 with four decimals at most, like 0.05',
    optional: true,
  })
  minimumFailureRate: string = '0';

  @InstantField({
    description: 'Counts failed reports to tax authorities from here on as well, beside those of 24 hours.',
    example: '2026-04-01',
    optional: true,
  })
  complianceSince?: string;
}
