import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';

export interface TenantHealthRow {
  company_id: string;
  tenant_id: string | null;
  name: string;
  sent: number;
  failed: number;
  /** Of those that left or failed before they could, with four decimals. */
  rate: string;
  last_code: string | null;
  last_message: string | null;
  last_document_id: string | null;
  last_at: Date | null;
}

interface TenantHealthFilter {
  since: Date;
  minimumRate: string;
  /** The last row of the page before. */
  after?: { rate: string; failed: number; companyId: string };
  limit: number;
}

/** How the documents of each company of an organization went. */
@Injectable()
export class TenantHealthRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Companies that sent anything, worst first: by rate, and of equal rates by number. */
  list(
    { organizationId, livemode }: Tenancy,
    { since, minimumRate, after, limit }: TenantHealthFilter,
  ): Promise<TenantHealthRow[]> {
    return this.dataSource.query(
      `WITH tenants AS (
         SELECT company_id, sent, failed, ${failureRate} AS rate FROM outcome_totals
         WHERE organization_id = $1 AND livemode = $2 AND sent + failed > 0 AND ${failureRate} >= $4::numeric
       ), page AS (
         SELECT * FROM tenants WHERE $5::numeric IS NULL OR (rate, failed, company_id) < ($5, $6::integer, $7)
         ORDER BY rate DESC, failed DESC, company_id DESC LIMIT $8
       )
       SELECT page.company_id, companies.metadata ->> 'tenantId' AS tenant_id, companies.name, sent, failed, rate::text,
         last.data ->> 'errorCode' AS last_code, last.data ->> 'errorMessage' AS last_message,
         last.data ->> 'documentId' AS last_document_id, last.created_at AS last_at
       FROM page JOIN companies ON companies.id = page.company_id
       LEFT JOIN LATERAL (
         SELECT convert_from(body, 'UTF8')::json -> 'data' AS data, created_at FROM events
         WHERE organization_id = $1 AND livemode = $2 AND company_id = page.company_id AND type = 'document.failed'
           AND id >= 'evt_' || ulid_time($3) AND page.failed > 0
         ORDER BY id DESC LIMIT 1
       ) AS last ON true
       ORDER BY page.rate DESC, page.failed DESC, page.company_id DESC`,
      [organizationId, livemode, since, minimumRate, after?.rate, after?.failed, after?.companyId, limit],
    );
  }
}

/** What failed after the window's beginning may have left before it, so there may be more failures than anything else. */
export const failureRate = `round(failed::numeric / greatest(sent + never_left, failed, 1), 4)`;
