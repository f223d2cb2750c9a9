import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { PeriodicTask } from '../clock/periodic-task';
import { Settings } from '../config/settings';
import { IdempotencyRepository } from './idempotency.repository';

const intervalMilliseconds = 60_000;
const batch = 5_000;

/** Removes records whose 24 hours are over; they are dead from that moment on, so lateness harms nothing. */
@Injectable()
export class ExpiredRecords implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(
    private readonly settings: Settings,
    repository: IdempotencyRepository,
    clock: Clock,
  ) {
    const work = () => repository.removeExpired(clock.now(), batch);
    this.task = new PeriodicTask('the removal of idempotency records', intervalMilliseconds, work);
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }
}
