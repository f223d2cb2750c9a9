import { Injectable } from '@nestjs/common';
import { returning, Transactions } from '../../../core/database/transaction';

/** First attempts and retries are claimed apart, so that a pile of retries never stands before a fresh event. */
export type Lane = 'first' | 'retry';

const laneCondition: Record<Lane, string> = { first: 'attempt = 0', retry: 'attempt > 0' };

/** Each webhook that is served costs an update of its own, so a few get a handful each, by turns, rather than all one. */
const fairShare = 8;

export interface ClaimedDelivery {
  id: string;
  token: number;
  attempt: number;
  webhook_id: string;
  event_id: string;
  event_type: string;
  event_created_at: Date;
  due_at: Date;
  /** Calls that its webhook could have had open in addition, before this claim. */
  room: number;
  url: string;
  sealed_secret: Buffer;
  previous_sealed_secret: Buffer | null;
  previous_secret_until: Date | null;
  sealed_headers: Buffer | null;
  body: Buffer;
}

export interface Claim {
  deliveries: ClaimedDelivery[];
  /** How many each webhook got at most. */
  share: number;
  /** Whether other webhooks may wait too. */
  leftWebhooks: boolean;
}

@Injectable()
export class DeliveryClaims {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Leases up to `limit` due deliveries, fairly: the webhooks served longest ago come first, and share what there is, each up to its
   * own limit. Those that are left come first in the next claim.
   *
   * Two statements on purpose. The first locks the webhooks; the second, with those locks held and therefore a fresh snapshot,
   * counts and takes their deliveries. In one statement two workers take the same row from an old snapshot.
   */
  async claim(lane: Lane, limit: number, now: Date, leaseUntil: Date): Promise<Claim> {
    return this.transactions.run(async (tx) => {
      const most = Math.ceil(limit / fairShare);
      const webhooks = await tx.query<Array<{ id: string }>>(lockWebhooks(lane), [now, most]);
      if (webhooks.length === 0) return { deliveries: [], share: limit, leftWebhooks: false };
      const share = Math.floor(limit / webhooks.length);
      const ids = webhooks.map(({ id }) => id);
      const parameters = [ids, share, now, leaseUntil];
      const deliveries = await returning<ClaimedDelivery>(tx, leaseDeliveries(lane), parameters);
      return { deliveries, share, leftWebhooks: webhooks.length === most && deliveries.length > 0 };
    });
  }
}

/**
 * Walks the partial index from webhook to webhook, so the cost is in webhooks that wait, not in deliveries that were. One that has
 * no call to spare is passed by: unserved, it would stay first in line and keep all others waiting.
 */
const lockWebhooks = (lane: Lane) => `
  WITH RECURSIVE waiting AS (
    (SELECT webhook_id FROM deliveries WHERE state = 'pending' AND ${laneCondition[lane]} ORDER BY webhook_id LIMIT 1)
    UNION ALL
    SELECT (SELECT webhook_id FROM deliveries
            WHERE state = 'pending' AND ${laneCondition[lane]} AND webhook_id > waiting.webhook_id ORDER BY webhook_id LIMIT 1)
    FROM waiting WHERE waiting.webhook_id IS NOT NULL
  )
  SELECT webhooks.id FROM waiting JOIN webhooks ON webhooks.id = waiting.webhook_id
  WHERE webhooks.status = 'active'
    AND EXISTS (SELECT FROM deliveries WHERE webhook_id = webhooks.id AND state = 'pending' AND ${laneCondition[lane]} AND due_at <= $1)
    AND (SELECT count(*) FROM deliveries WHERE webhook_id = webhooks.id AND state = 'leased') < webhooks.in_flight_limit
  ORDER BY webhooks.last_served_at NULLS FIRST
  LIMIT $2
  FOR NO KEY UPDATE OF webhooks SKIP LOCKED`;

const leaseDeliveries = (lane: Lane) => `
  WITH picked AS (
    SELECT due.id, open.room FROM webhooks
    CROSS JOIN LATERAL (
      SELECT greatest(webhooks.in_flight_limit - count(*), 0)::integer AS room FROM deliveries
      WHERE webhook_id = webhooks.id AND state = 'leased'
    ) AS open
    CROSS JOIN LATERAL (
      SELECT id FROM deliveries
      WHERE webhook_id = webhooks.id AND state = 'pending' AND ${laneCondition[lane]} AND due_at <= $3
      ORDER BY due_at LIMIT least(open.room, $2)
      FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE webhooks.id = ANY($1)
  ), leased AS (
    UPDATE deliveries SET state = 'leased', attempt = attempt + 1, token = token + 1, lease_until = $4
    FROM picked WHERE deliveries.id = picked.id AND deliveries.state = 'pending'
    RETURNING deliveries.id, token, attempt, webhook_id, event_id, event_type, due_at, room
  ), served AS (
    UPDATE webhooks SET last_served_at = $3 WHERE id IN (SELECT webhook_id FROM leased)
  )
  SELECT leased.*, webhooks.url, webhooks.sealed_secret, webhooks.previous_sealed_secret, webhooks.previous_secret_until,
         webhooks.sealed_headers, events.body, events.created_at AS event_created_at
  FROM leased JOIN webhooks ON webhooks.id = leased.webhook_id JOIN events ON events.id = leased.event_id`;
