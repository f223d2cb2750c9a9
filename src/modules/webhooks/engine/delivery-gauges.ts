import { Injectable, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../../core/clock/clock';
import { Backlog, Readiness } from '../../../core/health/readiness';
import { CachedReading } from '../../../core/observability/cached-reading';
import { Metrics } from '../../../core/observability/metrics';

/** Beyond this many the exact number helps nobody, and counting costs. */
const countLimit = 100_000;

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
      help: 'Deliveries that are not settled; counted up to 100,000 each of first attempts, retries, leased and held.',
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
      oldestDueAgeSeconds: oldest ? Math.max(0, now.getTime() - oldest.getTime()) / 1_000 : 0,
      counts: { due: Number(due), leased: Number(leased), held: Number(held), scheduled: Number(scheduled) },
    };
  }
}

/** Walks the partial index from webhook to webhook: the first entry of each is its oldest. */
const walk = (name: string, condition: string) => `
  ${name} AS (
    (SELECT webhook_id, due_at FROM deliveries WHERE ${condition} ORDER BY webhook_id, due_at LIMIT 1)
    UNION ALL
    SELECT next.webhook_id, next.due_at FROM ${name} CROSS JOIN LATERAL (
      SELECT webhook_id, due_at FROM deliveries WHERE ${condition} AND webhook_id > ${name}.webhook_id
      ORDER BY webhook_id, due_at LIMIT 1
    ) AS next
  )`;

/** In the order of the partial index, so that a large table is never read from its start when its statistics are old. */
const waiting = (column: string, condition: string) =>
  `(SELECT ${column} FROM deliveries WHERE ${condition} ORDER BY webhook_id LIMIT ${countLimit})`;

const first = `state = 'pending' AND attempt = 0`;
const retry = `state = 'pending' AND attempt > 0`;

/**
 * Each part reads one partial index, never the settled rows, and counts to a limit: a large backlog must not be made worse by those
 * who look at it. The oldest is exact all the same.
 */
const backlogSql = `
  WITH RECURSIVE ${walk('oldest_first', first)}, ${walk('oldest_retry', retry)},
  pending AS (${waiting('due_at', first)} UNION ALL ${waiting('due_at', retry)})
  SELECT count(*) FILTER (WHERE due_at <= $1) AS due, count(*) FILTER (WHERE due_at > $1) AS scheduled,
    (SELECT count(*) FROM ${waiting('webhook_id', `state = 'leased'`)} AS leased) AS leased,
    (SELECT count(*) FROM ${waiting('webhook_id', `state = 'held'`)} AS held) AS held,
    least((SELECT min(due_at) FROM oldest_first), (SELECT min(due_at) FROM oldest_retry)) AS oldest
  FROM pending`;
