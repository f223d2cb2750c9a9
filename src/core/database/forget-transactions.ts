import { EntityManager } from 'typeorm';

/**
 * Events are served below the oldest open transaction, and replays wait for theirs. In a restored database these numbers are another
 * cluster's: too high ones would hide events, and hold replays back, until the new cluster has counted as far. Below everything, the
 * order of events is that of their ids.
 */
export async function forgetTransactions(db: EntityManager): Promise<{ events: number; replays: number }> {
  return {
    events: await changed(
      db,
      `UPDATE events SET transaction_id = '0'::xid8 WHERE transaction_id <> '0'::xid8`,
    ),
    // A running replay goes through the events once more: where it stood means nothing in their new order.
    replays: await changed(
      db,
      `UPDATE webhook_replays SET horizon = NULL, position = CASE WHEN kind = 'replay' THEN NULL ELSE position END
       WHERE state = 'running'`,
    ),
  };
}

async function changed(db: EntityManager, sql: string): Promise<number> {
  const [, count] = await db.query<[unknown, number]>(sql);
  return count;
}
