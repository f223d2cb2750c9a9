import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { returning, Transaction, Transactions } from '../../../core/database/transaction';
import { AppendedEvent } from '../../../core/events/event-log';

/** Rows that one statement holds; the sweep goes on with the rest, so that no transaction grows with a backlog. */
const heldAtATime = 1_000;

/** Deliveries as events and the states of webhooks move them; what moves them one by one is in delivery-claims and -settlements. */
@Injectable()
export class DeliveriesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

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

  /** Kept, not dropped, while the webhook is paused or disabled. */
  async holdWaiting(tx: Transaction, webhookId: string): Promise<void> {
    await hold(tx, [webhookId]);
  }

  /** Gives back what a dead process had leased: our fault, so no attempt is used up. One that settles at last is not waited for. */
  async takeBackExpired(now: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE deliveries SET state = 'pending', attempt = attempt - 1, due_at = $1, lease_until = NULL
       WHERE id IN (SELECT id FROM deliveries WHERE state = 'leased' AND lease_until < $1 FOR UPDATE SKIP LOCKED)`,
      [now],
    );
  }

  /**
   * Holds what was committed while its webhook was being stopped. The webhooks are locked first: one that is being made active again
   * is left alone, so that nothing is held after its release.
   */
  async holdStopped(): Promise<void> {
    await this.transactions.run(async (tx) => {
      const stopped = await tx.query<Array<{ id: string }>>(
        `SELECT id FROM webhooks WHERE status <> 'active'
           AND (EXISTS (SELECT FROM deliveries WHERE webhook_id = webhooks.id AND state = 'pending' AND attempt = 0)
             OR EXISTS (SELECT FROM deliveries WHERE webhook_id = webhooks.id AND state = 'pending' AND attempt > 0))
         LIMIT 100 FOR SHARE SKIP LOCKED`,
      );
      const ids = stopped.map(({ id }) => id);
      if (ids.length > 0) await hold(tx, ids);
    });
  }
}

/** Each lane by itself, in the words of its partial index: without them a webhook's whole past would be read. */
async function hold(db: EntityManager, webhookIds: string[]): Promise<void> {
  await db.query(
    `WITH waiting AS (
       SELECT due.id FROM unnest($1::text[]) AS webhook (id) CROSS JOIN LATERAL (
         (SELECT id FROM deliveries WHERE webhook_id = webhook.id AND state = 'pending' AND attempt = 0 LIMIT ${heldAtATime})
         UNION ALL
         (SELECT id FROM deliveries WHERE webhook_id = webhook.id AND state = 'pending' AND attempt > 0 LIMIT ${heldAtATime})
       ) AS due
     )
     UPDATE deliveries SET state = 'held' FROM waiting WHERE deliveries.id = waiting.id AND deliveries.state = 'pending'`,
    [webhookIds],
  );
}
