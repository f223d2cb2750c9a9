import { Inject, Injectable } from '@nestjs/common';
import { afterCommit, Transaction } from '../../../core/database/transaction';
import { DELIVERY_QUEUE } from '../../../core/queue/queue.module';
import { WakeUpQueue } from '../../../core/queue/wake-up-queue';

/** Rings for a worker when deliveries are due: one wake-up in the air at a time, however many commits there are. */
@Injectable()
export class DeliveryBell {
  private ringing = false;
  private again = false;

  constructor(@Inject(DELIVERY_QUEUE) private readonly queue: WakeUpQueue) {}

  ringAfter(tx: Transaction): void {
    afterCommit(tx, () => this.ring());
  }

  private ring(): void {
    if (this.ringing) {
      this.again = true;
      return;
    }
    this.ringing = true;
    void this.queue.announce('due').then(() => {
      this.ringing = false;
      if (!this.again) return;
      this.again = false;
      this.ring();
    });
  }
}
