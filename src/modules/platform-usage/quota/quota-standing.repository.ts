import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { QuotasBurnt } from '../../../core/observability/quota-standing.port';
import { QuotaSubject } from '../../../core/quota/document-quota.port';

export interface StandingRow {
  organizationId: string;
  livemode: boolean;
  /** Empty for the organization as a whole. */
  companyId: string;
  plan: string | null;
  maximum: number | null;
  hard: boolean;
  used: number;
}

const organizations = `
  SELECT organizations.id AS organization_id, modes.livemode, '' AS company_id, plans.name AS plan, plans.documents AS maximum,
    CASE WHEN plans.hard THEN plans.documents END AS hard_maximum, greatest(plans.changed_at, organizations.plan_since) AS changed_at
  FROM organizations CROSS JOIN (VALUES (true), (false)) AS modes (livemode) LEFT JOIN plans ON plans.name = organizations.plan`;

/** Of a company's own quota and that of the plan, the smaller one. */
const companies = `
  SELECT companies.organization_id, companies.livemode, companies.id, plans.name,
    least(own.documents, plans.documents_per_company),
    least(CASE WHEN own.hard THEN own.documents END, CASE WHEN plans.hard THEN plans.documents_per_company END),
    greatest(plans.changed_at, organizations.plan_since, own.changed_at)
  FROM companies JOIN organizations ON organizations.id = companies.organization_id
  LEFT JOIN plans ON plans.name = organizations.plan LEFT JOIN company_quotas AS own ON own.company_id = companies.id`;

/**
 * How far everybody is in the month that begins on $1: by the counter that a hard limit is kept by, or else by what has been handed
 * off and what waits to be. $2 to $4 narrow it to an organization, a mode and a company; null does not.
 */
const standing = `
  WITH limits AS (
    SELECT * FROM (${organizations} UNION ALL ${companies}) AS limits
    WHERE ($2::text IS NULL OR organization_id = $2) AND ($3::boolean IS NULL OR livemode = $3) AND ($4::text IS NULL OR company_id IN ($4, ''))
  ), moving AS (
    SELECT organization_id, livemode, company_id, CASE kind WHEN 'sent' THEN 1 ELSE -1 END AS documents FROM usage_records
    WHERE kind IN ('sent', 'correction') AND day >= $1::date AND day < $1::date + interval '1 month'
      AND ($2::text IS NULL OR organization_id = $2)
    UNION ALL
    SELECT organization_id, livemode, company_id, 1 FROM documents
    WHERE status = 'queued' AND ($2::text IS NULL OR organization_id = $2)
  ), moved AS (
    SELECT organization_id, livemode, coalesce(company_id, '') AS company_id, sum(documents) AS documents
    FROM moving GROUP BY GROUPING SETS ((organization_id, livemode, company_id), (organization_id, livemode))
  ), standing AS (
    SELECT limits.organization_id, limits.livemode, limits.company_id, limits.plan, limits.maximum,
      coalesce(limits.hard_maximum = limits.maximum, false) AS hard,
      coalesce(counter.used, coalesce(months.sent, 0) + coalesce(moved.documents, 0))::integer AS used
    FROM limits
    LEFT JOIN usage_months AS months ON months.month = $1::date AND (months.organization_id, months.livemode, months.company_id)
      = (limits.organization_id, limits.livemode, limits.company_id)
    LEFT JOIN moved ON (moved.organization_id, moved.livemode, moved.company_id) = (limits.organization_id, limits.livemode, limits.company_id)
    LEFT JOIN quota_counters AS counter ON limits.hard_maximum IS NOT NULL AND counter.month = $1::date
      AND (counter.organization_id, counter.livemode, counter.company_id) = (limits.organization_id, limits.livemode, limits.company_id)
      AND (counter.counted_at >= limits.changed_at OR limits.changed_at < $1::date::timestamp AT TIME ZONE 'UTC')
  )
  SELECT organization_id AS "organizationId", livemode, company_id AS "companyId", plan, maximum, hard, used FROM standing`;

@Injectable()
export class QuotaStandingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The company's and the whole organization's. */
  of({ organizationId, livemode, companyId }: QuotaSubject, month: string): Promise<StandingRow[]> {
    return this.dataSource.query(standing, [month, organizationId, livemode, companyId]);
  }

  /** Those who have used that share of what they may, most used first, perhaps of one organization. `unwarned`: of whom nobody has been told. */
  above(
    percent: number,
    month: string,
    limit: number,
    {
      of,
      unwarned = false,
    }: { of?: Pick<QuotaSubject, 'organizationId' | 'livemode'>; unwarned?: boolean } = {},
  ): Promise<Array<StandingRow & { maximum: number }>> {
    const toldOf = `EXISTS (
      SELECT FROM quota_warnings AS warning WHERE warning.month = $1::date
        AND (warning.organization_id, warning.livemode, warning.company_id) = (standing.organization_id, standing.livemode, standing.company_id)
        AND warning.maximum >= standing.maximum AND (warning.level = 100 OR standing.used < standing.maximum))`;
    return this.dataSource.query(
      `${standing} WHERE used > 0 AND used >= maximum * $5::numeric / 100 ${unwarned ? `AND NOT ${toldOf}` : ''}
       ORDER BY used / greatest(maximum, 1)::numeric DESC, organization_id, livemode, company_id LIMIT $6`,
      [month, of?.organizationId, of?.livemode, null, percent, limit],
    );
  }

  /** How many of each mode have used those shares of what they may. */
  countAbove(percents: readonly number[], month: string): Promise<QuotasBurnt[]> {
    return this.dataSource.query(
      `SELECT livemode, percent, count(*)::integer AS quotas
       FROM (${standing}) AS standing JOIN unnest($5::integer[]) AS levels (percent) ON used > 0 AND used >= maximum * percent / 100.0
       GROUP BY livemode, percent`,
      [month, null, null, null, percents],
    );
  }
}
