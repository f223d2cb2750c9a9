import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { PeriodicTask } from '../clock/periodic-task';
import { Settings } from '../config/settings';
import { Transaction, Transactions } from './transaction';

const hour = 60 * 60 * 1_000;
const monthsAhead = 3;
/** Dropping a partition waits this long for readers; they come first, and the next round tries again. Milliseconds. */
const dropPatience = 2_000;

/** Tells whether rows of the table with smaller ids are still needed, however old they are. */
type Need = (table: string, beyondId: string) => Promise<boolean>;

/**
 * Tables in a partition a month: makes the coming ones, and drops those past their time unless somebody needs them.
 * A row that has no partition of its own lands in the default one, so nothing is ever refused.
 */
@Injectable()
export class MonthPartitions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Partitions');
  private readonly tables = new Map<string, { idPrefix: string; keptMonths: number }>();
  private readonly needs: Need[] = [];
  private readonly upkeep: PeriodicTask;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.upkeep = new PeriodicTask('the upkeep of partitions', hour, () => this.keepUp());
  }

  /** `idPrefix` is that of the ids the table is partitioned by; 0 months keep it for ever. */
  register(table: string, idPrefix: string, keptMonths = this.settings.EVENT_RETENTION_MONTHS): void {
    this.tables.set(table, { idPrefix, keptMonths });
  }

  keepWhile(need: Need): void {
    this.needs.push(need);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.ROLE === 'api') return;
    await this.keepUp();
    this.upkeep.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.upkeep.stop();
  }

  async keepUp(): Promise<void> {
    for (const [table, { idPrefix, keptMonths }] of this.tables) {
      await this.dataSource.query(`SELECT add_month_partitions($1, $2, $3, $4)`, [
        table,
        idPrefix,
        this.clock.now(),
        monthsAhead,
      ]);
      for (const expired of await this.expired(table, idPrefix, keptMonths)) await this.drop(table, expired);
    }
  }

  private async expired(table: string, idPrefix: string, months: number): Promise<ExpiredPartition[]> {
    if (months === 0) return [];
    return this.dataSource.query(
      `SELECT name, $2 || ulid_time((month + interval '1 month') AT TIME ZONE 'UTC') AS beyond
       FROM (SELECT relname AS name, to_date(right(relname, 7), 'YYYY_MM')::timestamp AS month
             FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
             WHERE inhparent = $1::regclass AND relname ~ '_[0-9]{4}_[0-9]{2}$') AS partitions
       WHERE month + interval '1 month' <= $3::timestamptz AT TIME ZONE 'UTC' - make_interval(months => $4)
       ORDER BY name`,
      [table, idPrefix, this.clock.now(), months],
    );
  }

  private async drop(table: string, { name, beyond }: ExpiredPartition): Promise<void> {
    for (const need of this.needs) {
      if (await need(table, beyond)) return this.logger.warn(`${name} is past its time but still needed`);
    }
    await this.transactions.run(async (tx: Transaction) => {
      await tx.query(`SET LOCAL lock_timeout = ${dropPatience}`);
      await tx.query(`DROP TABLE ${name}`);
    });
    this.logger.log(`${name} was past its time and is dropped`);
  }
}

interface ExpiredPartition {
  name: string;
  beyond: string;
}
