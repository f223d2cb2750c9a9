import { WakeUpQueue } from './wake-up-queue';

/** Rings for a worker when work is due: one wake-up in the air at a time, however many commits there are. */
export class Bell {
  private ringing = false;
  private again = false;

  constructor(private readonly queue: WakeUpQueue) {}

  async ring(): Promise<void> {
    this.again = true;
    if (this.ringing) return;
    this.ringing = true;
    while (this.again) {
      this.again = false;
      await this.queue.announce('due');
    }
    this.ringing = false;
  }
}
