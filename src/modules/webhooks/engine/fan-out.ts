import { Injectable, OnModuleInit } from '@nestjs/common';
import { Transaction } from '../../../core/database/transaction';
import { AppendedEvent, EventLog } from '../../../core/events/event-log';
import { DeliveriesRepository } from './deliveries.repository';
import { DeliveryBell } from './delivery-bell';

/** Makes the deliveries of an event within the transaction that appends it: none can be forgotten by a crash in between. */
@Injectable()
export class FanOut implements OnModuleInit {
  constructor(
    private readonly log: EventLog,
    private readonly deliveries: DeliveriesRepository,
    private readonly bell: DeliveryBell,
  ) {}

  onModuleInit(): void {
    this.log.subscribe(10, (tx, events) => this.deliver(tx, events));
  }

  private async deliver(tx: Transaction, events: AppendedEvent[]): Promise<void> {
    const made = await this.deliveries.fanOut(tx, events);
    if (made > 0) this.bell.ringAfter(tx);
  }
}
