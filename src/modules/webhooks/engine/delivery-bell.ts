import { Inject, Injectable } from '@nestjs/common';
import { afterCommit, Transaction } from '../../../core/database/transaction';
import { Bell } from '../../../core/queue/bell';
import { DELIVERY_QUEUE } from '../../../core/queue/queue.module';
import { WakeUpQueue } from '../../../core/queue/wake-up-queue';

/** Rings for a worker when deliveries are due. */
@Injectable()
export class DeliveryBell {
  private readonly bell: Bell;

  constructor(@Inject(DELIVERY_QUEUE) queue: WakeUpQueue) {
    this.bell = new Bell(queue);
  }

  ringAfter(tx: Transaction): void {
    afterCommit(tx, () => this.bell.ring());
  }
}
