import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';
import { AppendedEvent } from '../../core/events/event-log';

/** Deliveries as their webhooks' owners and the events move them; the engine's own statements are in delivery-claims and -settlements. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One delivery an event and matching webhook, held when the webhook is paused; how many. Disabled webhooks get none. */
  async fanOut(tx: Transaction, events: AppendedEvent[]): Promise<number> {
    const rows = await returning(
      tx,
      `INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, due_at, created_at)
       SELECT new_delivery_id(events.created_at), webhooks.id, events.id, events.type, events.organization_id, events.livemode,
              CASE webhooks.status WHEN 'active' THEN 'pending' ELSE 'held' END, events.created_at, events.created_at
       FROM events JOIN webhooks
         ON webhooks.organization_id = events.organization_id AND webhooks.livemode = events.livemode
        AND (webhooks.company_id IS NULL OR webhooks.company_id = events.company_id)
        AND (events.type = ANY(webhooks.event_types) OR '*' = ANY(webhooks.event_types))
       WHERE events.id = ANY($1) AND webhooks.status <> 'disabled' AND webhooks.deleted_at IS NULL
       RETURNING id`,
      [events.map((event) => event.id)],
    );
    return rows.length;
  }

  /** Back into the queue, as they stood, when their webhook is active again. */
  async release(tx: Transaction, webhookId: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE deliveries SET state = 'pending', due_at = $2 WHERE webhook_id = $1 AND state = 'held'`,
      [webhookId, now],
    );
  }

  /** Kept, not dropped, while the webhook is paused or disabled. */
  async hold(tx: Transaction, webhookId: string): Promise<void> {
    await tx.query(`UPDATE deliveries SET state = 'held' WHERE webhook_id = $1 AND state = 'pending'`, [
      webhookId,
    ]);
  }

  async discard(tx: Transaction, webhookId: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE deliveries SET state = 'discarded', settled_at = $2 WHERE webhook_id = $1 AND state IN ('pending', 'held')`,
      [webhookId, now],
    );
  }

  /**
   * Gives back what a dead process had leased: our fault, so no attempt is used up. And holds what an event committed while its
   * webhook was being paused.
   */
  async recover(now: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE deliveries SET state = 'pending', attempt = attempt - 1, due_at = $1, lease_until = NULL
       WHERE state = 'leased' AND lease_until < $1`,
      [now],
    );
    await this.dataSource.query(
      `UPDATE deliveries SET state = 'held' FROM webhooks
       WHERE webhooks.id = deliveries.webhook_id AND webhooks.status <> 'active' AND deliveries.state = 'pending'`,
    );
  }
}
