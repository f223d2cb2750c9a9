import { Injectable } from '@nestjs/common';
import { returning, Transaction } from '../../../core/database/transaction';
import { WebhookEntity } from '../webhook.entity';
import { Replay, ReplayScope, Round } from './replay';

/** Deliveries or events that one round looks at. */
export const roundSize = 1_000;

/** At most one of these a delivery stands in the way of another: it will still reach the endpoint, or has. */
const conditions: Record<ReplayScope, string> = {
  all: `NOT EXISTS (SELECT FROM deliveries WHERE event_id = page.id AND webhook_id = $1 AND state IN ('pending', 'leased', 'held'))`,
  undelivered: `NOT EXISTS (SELECT FROM deliveries WHERE event_id = page.id AND webhook_id = $1
                              AND state IN ('pending', 'leased', 'held', 'delivered'))`,
  missing: `NOT EXISTS (SELECT FROM deliveries WHERE event_id = page.id AND webhook_id = $1)`,
};

/** What one round of each kind of replay does to the deliveries, one statement each. Due times are spread: that is the pace. */
@Injectable()
export class ReplayRounds {
  /** Throws away what was waiting for a webhook since before that time; nothing is left when none was seen. */
  async discard(tx: Transaction, webhookId: string, before: Date, now: Date): Promise<Round> {
    const rows = await returning(
      tx,
      `WITH old AS (
         (SELECT id FROM deliveries WHERE webhook_id = $1 AND state = 'held' AND created_at < $2 LIMIT $4)
         UNION ALL
         (SELECT id FROM deliveries WHERE webhook_id = $1 AND state = 'pending' AND attempt = 0 AND created_at < $2 LIMIT $4)
         UNION ALL
         (SELECT id FROM deliveries WHERE webhook_id = $1 AND state = 'pending' AND attempt > 0 AND created_at < $2 LIMIT $4)
       )
       UPDATE deliveries SET state = 'discarded', settled_at = $3
       FROM old WHERE deliveries.id = old.id AND deliveries.state IN ('held', 'pending') RETURNING deliveries.id`,
      [webhookId, before, now, roundSize],
    );
    return { seen: rows.length, queued: 0, discarded: rows.length, position: null };
  }

  /** The oldest held ones go on as they stood, their attempts counted on. */
  async release(tx: Transaction, webhookId: string, now: Date, interval: number): Promise<Round> {
    const rows = await returning(
      tx,
      `WITH held AS (
         SELECT id, row_number() OVER (ORDER BY id) AS place FROM
           (SELECT id FROM deliveries WHERE webhook_id = $1 AND state = 'held' ORDER BY id LIMIT $4) AS oldest
       )
       UPDATE deliveries SET state = 'pending', due_at = $2::timestamptz + (place - 1) * make_interval(secs => $3)
       FROM held WHERE deliveries.id = held.id AND deliveries.state = 'held' RETURNING deliveries.id`,
      [webhookId, now, interval, roundSize],
    );
    return { seen: rows.length, queued: rows.length, discarded: 0, position: null };
  }

  /** Events in commit order, up to the oldest transaction that is still open, so that none is passed by. */
  async replay(
    tx: Transaction,
    webhook: WebhookEntity,
    { position, since, until, scope, horizon }: Replay,
    now: Date,
    interval: number,
  ): Promise<Round> {
    const [row] = await tx.query<[Round]>(
      `WITH page AS (
         SELECT id, type, created_at, transaction_id FROM events
         WHERE organization_id = $2 AND livemode = $3 AND ($4::text IS NULL OR company_id = $4)
           AND transaction_id < least(pg_snapshot_xmin(pg_current_snapshot()), $12::xid8)
           AND (transaction_id, id) > ($5::xid8, $6::text)
         ORDER BY transaction_id, id LIMIT $13
       ), chosen AS (
         SELECT id, type, row_number() OVER (ORDER BY transaction_id, id) AS place FROM page
         WHERE created_at >= $7 AND created_at < $8 AND ('*' = ANY($9::text[]) OR type = ANY($9)) AND ${conditions[scope]}
       ), made AS (
         INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, due_at, created_at, resent_from)
         SELECT new_delivery_id($10), $1, id, type, $2, $3, 'pending', $10::timestamptz + (place - 1) * make_interval(secs => $11), $10,
                (SELECT max(earlier.id) FROM deliveries AS earlier WHERE earlier.event_id = chosen.id AND earlier.webhook_id = $1)
         FROM chosen RETURNING id
       )
       SELECT (SELECT count(*) FROM page)::integer AS seen, (SELECT count(*) FROM made)::integer AS queued, 0 AS discarded,
              (SELECT ARRAY[transaction_id::text, id] FROM page ORDER BY transaction_id DESC, id DESC LIMIT 1) AS position`,
      [
        webhook.id,
        webhook.organizationId,
        webhook.livemode,
        webhook.companyId,
        position?.[0] ?? '0',
        position?.[1] ?? '',
        since,
        until,
        webhook.eventTypes,
        now,
        interval,
        horizon,
        roundSize,
      ],
    );
    return row;
  }

  /** Exhausted deliveries, each once more as a new one, unless its event has been or will be delivered by another. */
  async recover(
    tx: Transaction,
    webhook: WebhookEntity,
    { position, since, until }: Replay,
    now: Date,
    interval: number,
  ): Promise<Round> {
    const [row] = await tx.query<[Round]>(
      `WITH page AS (
         SELECT id AS delivery_id, event_id AS id, event_type, row_number() OVER (ORDER BY id) AS place FROM deliveries
         WHERE webhook_id = $1 AND state = 'exhausted' AND id > $4 AND created_at < $6 AND ($5::timestamptz IS NULL OR created_at >= $5)
         ORDER BY id LIMIT $9
       ), made AS (
         INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, due_at, created_at, resent_from)
         SELECT new_delivery_id($7), $1, id, event_type, $2, $3, 'pending', $7::timestamptz + (place - 1) * make_interval(secs => $8), $7,
                delivery_id
         FROM (SELECT DISTINCT ON (id) * FROM page ORDER BY id, delivery_id DESC) AS page WHERE ${conditions.undelivered} RETURNING id
       )
       SELECT (SELECT count(*) FROM page)::integer AS seen, (SELECT count(*) FROM made)::integer AS queued, 0 AS discarded,
              (SELECT ARRAY[max(delivery_id)] FROM page HAVING count(*) > 0) AS position`,
      [
        webhook.id,
        webhook.organizationId,
        webhook.livemode,
        position?.[0] ?? '',
        since,
        until,
        now,
        interval,
        roundSize,
      ],
    );
    return row;
  }
}
