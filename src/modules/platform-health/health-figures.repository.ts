import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { failureRate } from './tenant-health.repository';

export interface TenantFigures {
  mode: 'test' | 'live';
  tenants: number;
  above5: number;
  above20: number;
  sent: number;
  failed: number;
}

export interface ComplianceFigure {
  mode: 'test' | 'live';
  country: string;
  authority: string;
  failed: number;
}

export interface WebhookFigures {
  mode: 'test' | 'live';
  failing: number;
  paused: number;
}

/** Each mode has its figures, zeros too: a metric that comes and goes cannot be alerted on. */
const modes = `(VALUES (true, 'live'), (false, 'test')) AS modes (livemode, mode)`;

/** Over all organizations, for metrics: sums, never a row for each company. */
@Injectable()
export class HealthFiguresRepository {
  constructor(private readonly dataSource: DataSource) {}

  tenants(): Promise<TenantFigures[]> {
    return this.dataSource.query(
      `SELECT mode, count(company_id)::integer AS tenants, (count(*) FILTER (WHERE rate >= 0.05))::integer AS above5,
         (count(*) FILTER (WHERE rate >= 0.2))::integer AS above20,
         coalesce(sum(sent), 0)::float8 AS sent, coalesce(sum(failed), 0)::float8 AS failed
       FROM ${modes} LEFT JOIN (
         SELECT livemode, company_id, sent, failed, ${failureRate} AS rate FROM outcome_totals WHERE sent + failed > 0
       ) AS tenants USING (livemode) GROUP BY mode`,
    );
  }

  complianceFailures(since: Date): Promise<ComplianceFigure[]> {
    return this.dataSource.query(
      `SELECT CASE WHEN events.livemode THEN 'live' ELSE 'test' END AS mode, companies.country,
         convert_from(body, 'UTF8')::json -> 'data' ->> 'reportedTo' AS authority, count(*)::integer AS failed
       FROM events JOIN companies ON companies.id = events.company_id
       WHERE events.type = 'compliance.reported.failed' AND events.id >= 'evt_' || ulid_time($1)
       GROUP BY 1, 2, 3`,
      [since],
    );
  }

  webhooks(): Promise<WebhookFigures[]> {
    return this.dataSource.query(
      `SELECT mode, count(*) FILTER (WHERE status = 'active' AND failure_count > 0)::integer AS failing,
         count(*) FILTER (WHERE status = 'paused')::integer AS paused
       FROM ${modes} LEFT JOIN webhooks ON webhooks.livemode = modes.livemode AND deleted_at IS NULL
       GROUP BY mode`,
    );
  }
}
