import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Readiness } from '../../core/health/readiness';
import { decodeCursor, Page, toPage } from '../../core/http/page';
import { QuotaStanding } from '../../core/observability/quota-standing.port';
import { IncidentsRepository } from './incidents.repository';
import { PlatformHealthQuery } from './platform-health.inputs';
import {
  PlatformHealthOutput,
  toComplianceOutput,
  toQuotaOutput,
  toTenantOutput,
  toUpstreamsOutput,
  toWebhookOutput,
} from './platform-health.outputs';
import { dayBefore } from './rolling-day';
import { TenantHealthOutput } from './tenant-health.output';
import { TenantHealthRepository } from './tenant-health.repository';

const webhooksShown = 100;

/** What the operator of a platform looks at first when something is wrong. */
@Injectable()
export class PlatformHealthService {
  constructor(
    private readonly tenants: TenantHealthRepository,
    private readonly incidents: IncidentsRepository,
    private readonly readiness: Readiness,
    private readonly clock: Clock,
    private readonly quotas: QuotaStanding,
  ) {}

  /** Throws INVALID_CURSOR. */
  async read(tenancy: Tenancy, query: PlatformHealthQuery): Promise<PlatformHealthOutput> {
    const now = this.clock.now();
    const since = dayBefore(now);
    const complianceSince = query.complianceSince ? new Date(query.complianceSince) : since;
    const [tenants, compliance, webhooks, quotas, parts] = await Promise.all([
      this.page(tenancy, query, since),
      this.incidents.complianceFailures(tenancy, since, complianceSince),
      this.incidents.failingWebhooks(tenancy, webhooksShown),
      this.quotas.burn(tenancy),
      this.readiness.check(),
    ]);
    return {
      asOf: now.toISOString(),
      since: since.toISOString(),
      tenants,
      compliance: compliance.map((row) => toComplianceOutput(row, complianceSince)),
      webhooks: { total: webhooks.total, data: webhooks.rows.map(toWebhookOutput) },
      quotas: quotas.map(toQuotaOutput),
      upstreams: toUpstreamsOutput(parts.upstreams),
    };
  }

  private async page(
    tenancy: Tenancy,
    { minimumFailureRate: minimumRate, limit, cursor }: PlatformHealthQuery,
    since: Date,
  ): Promise<Page<TenantHealthOutput>> {
    const [rate, failed, companyId] =
      decodeCursor(cursor, /^[01]\.\d{4}$/, /^\d{1,9}$/, /^comp_\w{1,40}$/) ?? [];
    const after = companyId ? { rate: rate!, failed: Number(failed), companyId } : undefined;
    const rows = await this.tenants.list(tenancy, { since, minimumRate, after, limit: limit + 1 });
    return toPage(rows, limit, (row) => [row.rate, String(row.failed), row.company_id], toTenantOutput);
  }
}
