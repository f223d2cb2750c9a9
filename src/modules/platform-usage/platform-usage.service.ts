import { Injectable, OnModuleInit } from '@nestjs/common';
import { Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { EventLog } from '../../core/events/event-log';
import { CompaniesService } from '../companies';
import { UsageRecordsRepository } from './counting/usage-records.repository';
import { CompanyUsageRow, UsageRepository } from './counting/usage.repository';
import { periodOf } from './counting/usage-period';
import { UsageQuery } from './usage.inputs';
import { UsageOutput } from './usage.outputs';

@Injectable()
export class PlatformUsageService implements OnModuleInit {
  constructor(
    private readonly repository: UsageRepository,
    private readonly records: UsageRecordsRepository,
    private readonly companies: CompaniesService,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.log.subscribe(20, (tx, events) => this.records.record(tx, events));
  }

  /** Throws INVALID_DATE, or COMPANY_NOT_FOUND for one that is not the organization's. */
  async usage(tenancy: Tenancy, query: UsageQuery): Promise<UsageOutput> {
    const { companyId, tenantId, groupBy } = query;
    const period = periodOf(query, this.clock.now());
    if (companyId !== undefined) await this.companies.get(tenancy, companyId);
    const rows = await this.repository.byCompany({ ...tenancy, companyId }, period, tenantId);
    const sum = (count: (row: CompanyUsageRow) => number) => rows.reduce((all, row) => all + count(row), 0);
    const isCorrected = query.include === 'corrections';
    const total = {
      documentsSent: sum((row) => row.sent),
      documentsReceived: sum((row) => row.received),
      ...(isCorrected && { corrections: sum((row) => row.corrections) }),
    };
    if (groupBy === undefined) return { period, total };
    const byCompany = rows.map((row) => ({
      companyId: row.company_id,
      tenantId: row.tenant_id,
      sent: row.sent,
      received: row.received,
      complianceReports: row.compliance_reports,
      ...(isCorrected && { corrections: row.corrections }),
    }));
    return { period, total, byCompany };
  }
}
