import { Logger } from '@nestjs/common';
import { outsideOfRequests } from '../http/current-request';

/** Runs some work every so often, never twice at a time; errors are logged and the next round comes all the same. */
export class PeriodicTask {
  private readonly logger = new Logger('PeriodicTask');
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly name: string,
    private readonly intervalMilliseconds: number,
    private readonly work: () => Promise<void>,
  ) {}

  start(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = outsideOfRequests(() => this.round());
    }, this.intervalMilliseconds);
  }

  /** Resolves when the round that runs has ended; none follows. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async round(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.logger.error({ err: error }, `${this.name} failed`);
    }
    this.start();
  }
}
