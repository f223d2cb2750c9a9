import { Injectable, OnModuleInit } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Clock } from '../../core/clock/clock';
import { CachedReading } from '../../core/observability/cached-reading';
import { Metrics } from '../../core/observability/metrics';
import { authorityCountries, taxAuthorities, TaxAuthority } from '../../network/tax-authority.port';
import { ComplianceRepository } from './compliance.repository';
import { ReportState } from './report';

/** How reporting goes, by country and authority. */
@Injectable()
export class ComplianceMetrics implements OnModuleInit {
  private readonly settled: Counter<'country' | 'authority' | 'state'>;
  private readonly open: CachedReading<Record<string, number>>;

  constructor(
    private readonly metrics: Metrics,
    repository: ComplianceRepository,
    clock: Clock,
  ) {
    this.settled = metrics.counter({
      name: 'compliance_reports_total',
      help: 'Reports to tax authorities that came to an end, by how.',
      labelNames: ['country', 'authority', 'state'],
    });
    this.open = new CachedReading('the open reports', clock, () => repository.open());
  }

  onModuleInit(): void {
    this.metrics.gauge({
      name: 'compliance_reports_open',
      help: 'Reports that an authority has not decided on.',
      label: 'authority',
      read: async () => {
        const open = await this.open.get();
        return open && Object.fromEntries(taxAuthorities.map((name) => [name, open[name] ?? 0]));
      },
    });
  }

  count(authority: TaxAuthority, state: ReportState): void {
    this.settled.inc({ country: authorityCountries[authority], authority, state });
  }
}
