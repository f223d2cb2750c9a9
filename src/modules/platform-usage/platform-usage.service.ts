import { Injectable, OnModuleInit } from '@nestjs/common';
import { Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { EventLog } from '../../core/events/event-log';
import { PlatformUsageRepository } from './platform-usage.repository';
import { UsageQuery } from './usage.inputs';
import { UsageOutput } from './usage.outputs';
import { periodOf } from './usage-period';

@Injectable()
export class PlatformUsageService implements OnModuleInit {
  constructor(
    private readonly repository: PlatformUsageRepository,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.log.subscribe(20, (tx, events) => this.repository.record(tx, events));
  }

  async usage(tenancy: Tenancy, query: UsageQuery): Promise<UsageOutput> {
    const period = periodOf(query, this.clock.now());
    const rows = await this.repository.byCompany(tenancy, period.start, period.end);
    const total = {
      documentsSent: rows.reduce((sum, row) => sum + row.sent, 0),
      documentsReceived: rows.reduce((sum, row) => sum + row.received, 0),
    };
    if (query.groupBy === undefined) return { period, total };
    const byCompany = rows.map((row) => ({
      companyId: row.company_id,
      tenantId: row.tenant_id,
      sent: row.sent,
      received: row.received,
      complianceReports: row.compliance_reports,
    }));
    return { period, total, byCompany };
  }
}
