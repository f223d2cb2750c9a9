import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../../core/auth/caller';
import { parted, UsagePeriod } from './usage-period';

export interface CompanyUsageRow {
  company_id: string;
  tenant_id: string | null;
  sent: number;
  received: number;
  compliance_reports: number;
  corrections: number;
}

const columns = ['sent', 'received', 'compliance_reports', 'corrections'];
const sums = columns.map((column) => `sum(${column})::integer AS ${column}`).join(', ');
const sumsOrZero = columns.map((column) => `coalesce(usage.${column}, 0) AS ${column}`).join(', ');

/** Whole months from their sums, the days around them from theirs, and what is not folded yet one by one: in one snapshot. */
const counted = `
  SELECT company_id, ${columns.join(', ')} FROM usage_months
  WHERE organization_id = $1 AND livemode = $2 AND month BETWEEN $5 AND $6 AND company_id <> ''
  UNION ALL
  SELECT company_id, ${columns.join(', ')} FROM usage_days
  WHERE organization_id = $1 AND livemode = $2 AND (day BETWEEN $3 AND $7 OR day BETWEEN $8 AND $4)
  UNION ALL
  SELECT company_id, (kind = 'sent')::integer - (kind = 'correction')::integer, (kind = 'received')::integer,
    (kind = 'compliance_report')::integer, (kind = 'correction')::integer
  FROM usage_records WHERE organization_id = $1 AND livemode = $2 AND day BETWEEN $3 AND $4`;

@Injectable()
export class UsageRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Each company with usage in the period, and with zeros each other one that was there during it. */
  async byCompany(
    tenancy: Tenancy,
    period: UsagePeriod,
    tenantId: string | undefined,
  ): Promise<CompanyUsageRow[]> {
    const { organizationId, livemode, companyId } = tenancy;
    const { start, end } = period;
    const { months, before, after } = parted(period);
    return this.dataSource.query(
      `SELECT companies.id AS company_id, companies.metadata ->> 'tenantId' AS tenant_id, ${sumsOrZero}
       FROM companies
       LEFT JOIN (SELECT company_id, ${sums} FROM (${counted}) AS counted GROUP BY company_id) AS usage ON usage.company_id = companies.id
       WHERE companies.organization_id = $1 AND companies.livemode = $2
         AND ($9::text IS NULL OR companies.id = $9) AND ($10::text IS NULL OR companies.metadata ->> 'tenantId' = $10)
         AND (usage.company_id IS NOT NULL OR (
           companies.created_at < ($4::date + 1)::timestamp AT TIME ZONE 'UTC'
           AND (companies.deregistered_at IS NULL OR companies.deregistered_at >= $3::date::timestamp AT TIME ZONE 'UTC')))
       ORDER BY companies.id`,
      [organizationId, livemode, start, end, months?.start, months?.end, before, after, companyId, tenantId],
    );
  }
}
