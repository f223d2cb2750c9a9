import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';

export interface ComplianceFailuresRow {
  country: string;
  authority: string;
  lately: number;
  since: number;
}

export interface FailingWebhookRow {
  id: string;
  company_id: string | null;
  url: string;
  status: 'active' | 'paused';
  failure_count: number;
  last_error: string | null;
  held: number;
  oldest_held_at: Date | null;
}

/** Held deliveries are counted up to here; beyond it, a person knows enough. */
export const heldCounted = 10_000;

/** What went wrong in an organization beside its documents: reports to tax authorities, and webhooks. */
@Injectable()
export class IncidentsRepository {
  constructor(private readonly dataSource: DataSource) {}

  complianceFailures(
    { organizationId, livemode }: Tenancy,
    dayBefore: Date,
    since: Date,
  ): Promise<ComplianceFailuresRow[]> {
    const oldest = since < dayBefore ? since : dayBefore;
    return this.dataSource.query(
      `SELECT companies.country, convert_from(body, 'UTF8')::json -> 'data' ->> 'reportedTo' AS authority,
         (count(*) FILTER (WHERE events.created_at >= $3))::integer AS lately,
         (count(*) FILTER (WHERE events.created_at >= $4))::integer AS since
       FROM events JOIN companies ON companies.id = events.company_id
       WHERE events.organization_id = $1 AND events.livemode = $2 AND events.type = 'compliance.reported.failed'
         AND events.id >= 'evt_' || ulid_time($5)
       GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2`,
      [organizationId, livemode, dayBefore, since, oldest],
    );
  }

  /** Paused ones first, then those that fail for longest. Disabled ones are so by their owner's wish. */
  async failingWebhooks(
    { organizationId, livemode }: Tenancy,
    limit: number,
  ): Promise<{ total: number; rows: FailingWebhookRow[] }> {
    const rows = await this.dataSource.query<Array<FailingWebhookRow & { total: number }>>(
      `WITH failing AS (
         SELECT id, company_id, url, status, failure_count, paused_reason, (count(*) OVER ())::integer AS total FROM webhooks
         WHERE organization_id = $1 AND livemode = $2 AND deleted_at IS NULL
           AND (status = 'paused' OR (status = 'active' AND failure_count > 0))
         ORDER BY status = 'paused' DESC, failure_count DESC, id LIMIT $3
       )
       SELECT failing.id, company_id, url, status, failure_count, total, held.held, held.oldest_held_at,
         coalesce(attempt.error, 'HTTP ' || attempt.status_code, paused_reason) AS last_error
       FROM failing
       CROSS JOIN LATERAL (
         SELECT count(*)::integer AS held, min(created_at) AS oldest_held_at
         FROM (SELECT created_at FROM deliveries WHERE webhook_id = failing.id AND state = 'held' ORDER BY id LIMIT $4) AS first
       ) AS held
       LEFT JOIN LATERAL (
         SELECT error, status_code
         FROM (SELECT id, attempt FROM deliveries WHERE webhook_id = failing.id AND state = 'pending' AND attempt > 0
               ORDER BY due_at DESC LIMIT 20) AS retries
         JOIN delivery_attempts ON delivery_id = retries.id AND number = retries.attempt
         ORDER BY started_at DESC LIMIT 1
       ) AS attempt ON true
       ORDER BY status = 'paused' DESC, failure_count DESC, failing.id`,
      [organizationId, livemode, limit, heldCounted],
    );
    return { total: rows[0]?.total ?? 0, rows };
  }
}
