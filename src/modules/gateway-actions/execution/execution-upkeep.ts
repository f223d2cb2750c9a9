import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { PeriodicTask } from '../../../core/clock/periodic-task';
import { Settings } from '../../../core/config/settings';
import { ExecutionsRepository } from './executions.repository';

const intervalMilliseconds = 30_000;
const day = 24 * 60 * 60 * 1_000;
const batch = 5_000;
/** Longer than any call takes, and its settlement. */
const marginMilliseconds = 30_000;

/** Says of calls that a dead process left behind that they were interrupted, and removes executions past their time. */
@Injectable()
export class ExecutionUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(
    private readonly settings: Settings,
    private readonly repository: ExecutionsRepository,
    private readonly clock: Clock,
  ) {
    this.task = new PeriodicTask('the upkeep of executions', intervalMilliseconds, () => this.keepUp());
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  async keepUp(): Promise<void> {
    const now = this.clock.now().getTime();
    const { GATEWAY_CALL_TIMEOUT_MS, GATEWAY_EXECUTION_RETENTION_DAYS: days } = this.settings;
    const abandonedBefore = new Date(now - GATEWAY_CALL_TIMEOUT_MS - marginMilliseconds);
    await this.repository.interrupt(abandonedBefore, 'execution was interrupted; the action may have run');
    if (days > 0) await this.repository.remove(new Date(now - days * day), batch);
  }
}
