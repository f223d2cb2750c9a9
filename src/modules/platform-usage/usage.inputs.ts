import { EnumField, InstantField, TextField } from '../../core/http/fields';
import { PeriodName, periodNames } from './counting/usage-period';

/** The period that counts are wanted for. */
export class PeriodQuery {
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
}

export class UsageQuery extends PeriodQuery {
  @EnumField(['company'], { description: 'Adds `byCompany`.', example: 'company', optional: true })
  groupBy?: 'company';

  @EnumField(['corrections'], {
    description: 'Adds how many documents failed after they had been counted.',
    example: 'corrections',
    optional: true,
  })
  include?: 'corrections';

  @TextField({
    description: 'Only this company.',
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 100,
    optional: true,
  })
  companyId?: string;

  @TextField({
    description: 'Only companies with this `tenantId` in their metadata.',
    example: 't_acme',
    maxLength: 500,
    optional: true,
  })
  tenantId?: string;
}
