import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../../core/clock/clock';
import { PeriodicTask } from '../../../core/clock/periodic-task';
import { Settings } from '../../../core/config/settings';
import { MonthPartitions } from '../../../core/database/month-partitions';

const interval = 60_000;
const batch = 5_000;

/** Attempts go with their month. A delivery that waits keeps its event and its attempts; one that has ended goes when they do. */
@Injectable()
export class DeliveryRetention implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly removal: PeriodicTask;

  constructor(
    private readonly partitions: MonthPartitions,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.removal = new PeriodicTask('the removal of old deliveries', interval, () => this.removeExpired());
  }

  onModuleInit(): void {
    this.partitions.register('delivery_attempts', 'dlv_');
    this.partitions.keepWhile((table, beyondId) => this.isAwaited(table, beyondId));
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.removal.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.removal.stop();
  }

  private async isAwaited(table: string, beyondId: string): Promise<boolean> {
    const column = table === 'events' ? 'event_id' : 'deliveries.id';
    const [row]: Array<{ awaited: boolean }> = await this.dataSource.query(
      `SELECT EXISTS (SELECT FROM deliveries WHERE state = 'pending' AND attempt = 0 AND ${column} < $1)
           OR EXISTS (SELECT FROM deliveries WHERE state = 'pending' AND attempt > 0 AND ${column} < $1)
           OR EXISTS (SELECT FROM deliveries WHERE state = 'leased' AND ${column} < $1)
           OR EXISTS (SELECT FROM deliveries WHERE state = 'held' AND ${column} < $1) AS awaited`,
      [beyondId],
    );
    return row!.awaited;
  }

  private async removeExpired(): Promise<void> {
    const months = this.settings.EVENT_RETENTION_MONTHS;
    if (months === 0) return;
    await this.dataSource.query(
      `DELETE FROM deliveries WHERE id IN (
         SELECT id FROM deliveries
         WHERE id < 'dlv_' || ulid_time(date_trunc('month', $1::timestamptz AT TIME ZONE 'UTC' - make_interval(months => $2)) AT TIME ZONE 'UTC')
           AND state IN ('delivered', 'exhausted', 'discarded') ORDER BY id LIMIT $3)`,
      [this.clock.now(), months, batch],
    );
  }
}
