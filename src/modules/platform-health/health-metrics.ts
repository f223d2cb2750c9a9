import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { CachedReading } from '../../core/observability/cached-reading';
import { LabelledValue, Metrics } from '../../core/observability/metrics';
import { QuotaStanding } from '../../core/observability/quota-standing.port';
import { HealthFiguresRepository } from './health-figures.repository';
import { dayBefore } from './rolling-day';

/** They go over all tenants and change slowly. Milliseconds. */
const kept = 30_000;

/** Of a quota, in percent. */
const shares = [80, 100];

/** What GET /platform/health tells of one organization, as sums over all: one series for each tenant would grow without end. */
@Injectable()
export class HealthMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly repository: HealthFiguresRepository,
    private readonly clock: Clock,
    private readonly quotas: QuotaStanding,
  ) {}

  onModuleInit(): void {
    this.tenants();
    this.compliance();
    this.webhooks();
    this.quotaBurn();
  }

  private tenants(): void {
    const reading = this.reading('the health of tenants', () => this.repository.tenants());
    this.gauge('tenants_sending', 'Companies that sent anything within 24 hours.', ['mode'], async () =>
      (await reading.get())?.map(({ mode, tenants }) => ({ labels: { mode }, value: tenants })),
    );
    this.gauge(
      'tenants_failing',
      'Those of which at least that share of documents failed.',
      ['mode', 'rate'],
      async () =>
        (await reading.get())?.flatMap(({ mode, above5, above20 }) => [
          { labels: { mode, rate: '0.05' }, value: above5 },
          { labels: { mode, rate: '0.2' }, value: above20 },
        ]),
    );
    this.gauge(
      'documents_24h',
      'Documents of all companies within 24 hours.',
      ['mode', 'outcome'],
      async () =>
        (await reading.get())?.flatMap(({ mode, sent, failed }) => [
          { labels: { mode, outcome: 'sent' }, value: sent },
          { labels: { mode, outcome: 'failed' }, value: failed },
        ]),
    );
  }

  private compliance(): void {
    const read = (now: Date) => this.repository.complianceFailures(dayBefore(now));
    const reading = this.reading('the failed reports', read);
    const help = 'Reports to tax authorities that failed within 24 hours.';
    this.gauge('compliance_failures_24h', help, ['mode', 'country', 'authority'], async () =>
      (await reading.get())?.map(({ failed, ...labels }) => ({ labels, value: failed })),
    );
  }

  private webhooks(): void {
    const reading = this.reading('the webhooks', () => this.repository.webhooks());
    const help = 'Webhooks whose last attempts failed, and paused ones.';
    this.gauge('webhooks_unhealthy', help, ['mode', 'state'], async () =>
      (await reading.get())?.flatMap(({ mode, failing, paused }) => [
        { labels: { mode, state: 'failing' }, value: failing },
        { labels: { mode, state: 'paused' }, value: paused },
      ]),
    );
  }

  private quotaBurn(): void {
    const reading = this.reading('the quotas', () => this.quotas.burnt(shares));
    const help = 'Quotas of which at least that many percent are used.';
    this.gauge('quotas_burnt', help, ['mode', 'percent'], async () => {
      const counts = await reading.get();
      const count = (mode: boolean, share: number) =>
        counts?.find(({ livemode, percent }) => livemode === mode && percent === share)?.quotas ?? 0;
      return (
        counts &&
        [true, false].flatMap((livemode) =>
          shares.map((percent) => ({
            labels: { mode: livemode ? 'live' : 'test', percent: String(percent) },
            value: count(livemode, percent),
          })),
        )
      );
    });
  }

  private gauge(
    name: string,
    help: string,
    labels: string[],
    read: () => Promise<LabelledValue[] | undefined>,
  ): void {
    this.metrics.gauge({ name, help, labels, read });
  }

  private reading<Reading>(name: string, take: (now: Date) => Promise<Reading>): CachedReading<Reading> {
    return new CachedReading(name, this.clock, take, kept);
  }
}
