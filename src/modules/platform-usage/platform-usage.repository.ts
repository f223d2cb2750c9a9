import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';
import { Transaction } from '../../core/database/transaction';
import { AppendedEvent } from '../../core/events/event-log';

/** What each of these events adds to a company's usage. */
const kinds: Record<string, string> = {
  'document.sent': 'sent',
  'document.received': 'received',
  'compliance.reported': 'compliance_report',
};

export interface CompanyUsageRow {
  company_id: string;
  tenant_id: string | null;
  sent: number;
  received: number;
  compliance_reports: number;
}

@Injectable()
export class PlatformUsageRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One row an event, never a counter: two sends of one company do not wait for each other, and nothing counts twice. */
  async record(tx: Transaction, events: AppendedEvent[]): Promise<void> {
    const counted = events.filter((event) => event.companyId && kinds[event.type]);
    if (counted.length === 0) return;
    await tx.query(
      `INSERT INTO usage_records (organization_id, livemode, company_id, day, kind, event_id)
       SELECT organization_id, livemode, company_id, (at AT TIME ZONE 'UTC')::date, kind, event_id
       FROM unnest($1::text[], $2::boolean[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
         AS counted (organization_id, livemode, company_id, at, kind, event_id)`,
      [
        counted.map((event) => event.organizationId),
        counted.map((event) => event.livemode),
        counted.map((event) => event.companyId),
        counted.map((event) => event.createdAt),
        counted.map((event) => kinds[event.type]),
        counted.map((event) => event.id),
      ],
    );
  }

  /** Both days inclusive. Companies without any usage have a row of zeros. */
  async byCompany(
    { organizationId, livemode }: Tenancy,
    start: string,
    end: string,
  ): Promise<CompanyUsageRow[]> {
    return this.dataSource.query(
      `SELECT companies.id AS company_id, companies.metadata ->> 'tenantId' AS tenant_id,
              count(*) FILTER (WHERE usage.kind = 'sent')::integer AS sent,
              count(*) FILTER (WHERE usage.kind = 'received')::integer AS received,
              count(*) FILTER (WHERE usage.kind = 'compliance_report')::integer AS compliance_reports
       FROM companies
       LEFT JOIN usage_records AS usage
         ON usage.organization_id = companies.organization_id AND usage.livemode = companies.livemode
        AND usage.company_id = companies.id AND usage.day BETWEEN $3 AND $4
       WHERE companies.organization_id = $1 AND companies.livemode = $2
       GROUP BY companies.id ORDER BY companies.id`,
      [organizationId, livemode, start, end],
    );
  }
}
