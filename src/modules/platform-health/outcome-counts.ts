import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { PeriodicTask } from '../../core/clock/periodic-task';
import { Settings } from '../../core/config/settings';
import { Transactions } from '../../core/database/transaction';
import { OutcomeCountsRepository } from './outcome-counts.repository';
import { dayBefore } from './rolling-day';

/**
 * Counts how documents ended, after the fact: sends of one company would wait for each other at a counter. Killed at any moment, the next
 * round goes on where the last one has committed.
 */
@Injectable()
export class OutcomeCounts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(
    private readonly settings: Settings,
    private readonly repository: OutcomeCountsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.task = new PeriodicTask('the count of outcomes', settings.SWEEP_INTERVAL_MS, () => this.count());
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  count(): Promise<void> {
    return this.transactions.run(async (tx) => {
      const progress = await this.repository.lockProgress(tx);
      const since = dayBefore(this.clock.now());
      // The other way round after a restore into another cluster, whose transactions are numbered anew.
      const behind = BigInt(progress.counted) <= BigInt(progress.ended);
      const changed = behind ? await this.repository.add(tx, progress, since) : 1;
      if (changed > 0) await this.repository.noteProgress(tx, progress.ended);
      await this.repository.forget(tx, since);
    });
  }
}
