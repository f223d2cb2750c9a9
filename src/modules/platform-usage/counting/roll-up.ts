import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { PeriodicTask } from '../../../core/clock/periodic-task';
import { Settings } from '../../../core/config/settings';
import { Transactions } from '../../../core/database/transaction';
import { RollUpRepository } from './roll-up.repository';

const intervalMilliseconds = 5_000;
const batch = 10_000;

/**
 * Folds usage records into sums by day and month, in the background. Readers add what is not folded yet, so lateness makes nothing
 * wrong, only slower.
 */
@Injectable()
export class RollUp implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task = new PeriodicTask('the roll-up of usage', intervalMilliseconds, () =>
    this.foldAll(),
  );
  private stopping = false;

  constructor(
    private readonly settings: Settings,
    private readonly transactions: Transactions,
    private readonly repository: RollUpRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.task.stop();
  }

  /** Batch after batch, until one is not full or another process is at it. */
  async foldAll(size = batch): Promise<void> {
    while (!this.stopping && (await this.foldBatch(size)) === size);
  }

  private foldBatch(size: number): Promise<number> {
    return this.transactions.run(async (tx) =>
      (await this.repository.lock(tx)) ? this.repository.fold(tx, size) : 0,
    );
  }
}
