import { EnumField, InstantField } from '../../core/http/fields';
import { PeriodName, periodNames } from './usage-period';

export class UsageQuery {
  @EnumField(periodNames, {
    description: 'The running day, week, month (default) or year, in UTC.',
    example: 'month',
    optional: true,
  })
  period?: PeriodName;

  @InstantField({
    description: 'First day, with `end`, instead of `period`.',
    example: '2026-04-01',
    optional: true,
  })
  start?: string;

  @InstantField({ description: 'Last day, inclusive.', example: '2026-04-30', optional: true })
  end?: string;

  @EnumField(['company'], { description: 'Adds `byCompany`.', example: 'company', optional: true })
  groupBy?: 'company';
}
