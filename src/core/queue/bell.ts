import { setTimeout as rest } from 'node:timers/promises';
import { outsideOfRequests } from '../http/current-request';
import { WakeUpQueue } from './wake-up-queue';

/** Whoever is woken takes all that is due, so that a wake-up for every commit would cost more than it tells. */
const restMilliseconds = 5;

/** Rings for a worker when work is due: at once, then at most every few milliseconds, however many commits there are. */
export class Bell {
  private ringing = false;
  private again = false;

  constructor(private readonly queue: WakeUpQueue) {}

  ring(): void {
    this.again = true;
    if (!this.ringing) void outsideOfRequests(() => this.ringOn());
  }

  private async ringOn(): Promise<void> {
    this.ringing = true;
    while (this.again) {
      this.again = false;
      await this.queue.announce('due');
      await rest(restMilliseconds);
    }
    this.ringing = false;
  }
}
