import { Injectable, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock/clock';
import { Backlog, Readiness } from '../../core/health/readiness';
import { CachedReading } from '../../core/observability/cached-reading';
import { Metrics } from '../../core/observability/metrics';

interface BacklogRow {
  due: string;
  scheduled: string;
  leased: string;
  held: string;
  oldest: Date | null;
}

/** How many deliveries wait, over all processes, for metrics and readiness. */
@Injectable()
export class DeliveryGauges implements OnModuleInit {
  private readonly reading: CachedReading<Backlog>;

  constructor(
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
    private readonly dataSource: DataSource,
    clock: Clock,
  ) {
    this.reading = new CachedReading('the backlog of deliveries', clock, (now) => this.count(now));
  }

  onModuleInit(): void {
    const read = () => this.reading.get();
    this.readiness.register('deliveries', read);
    this.metrics.gauge({
      name: 'webhook_deliveries',
      help: 'Deliveries that are not settled; counted up to a million each of first attempts, retries, leased and held.',
      label: 'state',
      read: async () => (await read())?.counts,
    });
    this.metrics.gauge({
      name: 'webhook_oldest_due_age_seconds',
      help: 'For how long the oldest delivery that is due has been so.',
      read: async () => (await read())?.oldestDueAgeSeconds,
    });
  }

  private async count(now: Date): Promise<Backlog> {
    const [row] = await this.dataSource.query<BacklogRow[]>(backlogSql, [now]);
    const { due, scheduled, leased, held, oldest } = row!;
    return {
      oldestDueAgeSeconds: oldest ? (now.getTime() - oldest.getTime()) / 1_000 : 0,
      counts: { due: Number(due), leased: Number(leased), held: Number(held), scheduled: Number(scheduled) },
    };
  }
}

/** Each part reads one partial index from end to end, and none that of the settled ones: its cost is in what waits. */
const backlogSql = `
  WITH pending AS (
    (SELECT due_at FROM deliveries WHERE state = 'pending' AND attempt = 0 LIMIT 1000000)
    UNION ALL
    (SELECT due_at FROM deliveries WHERE state = 'pending' AND attempt > 0 LIMIT 1000000)
  )
  SELECT count(*) FILTER (WHERE due_at <= $1) AS due, count(*) FILTER (WHERE due_at > $1) AS scheduled,
    min(due_at) FILTER (WHERE due_at <= $1) AS oldest,
    (SELECT count(*) FROM (SELECT FROM deliveries WHERE state = 'leased' LIMIT 1000000) AS leased) AS leased,
    (SELECT count(*) FROM (SELECT FROM deliveries WHERE state = 'held' LIMIT 1000000) AS held) AS held
  FROM pending`;
