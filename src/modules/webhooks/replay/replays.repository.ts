import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';
import { WebhookEntity } from '../webhook.entity';
import { Replay } from './replay';

const columns = `id, webhook_id AS "webhookId", kind, state, since, until, scope, horizon::text, position, expected, queued, discarded,
  created_by AS "createdBy", created_at AS "createdAt", finished_at AS "finishedAt"`;

/** Replays and how far they have come; what a round does to deliveries is in replay-rounds. */
@Injectable()
export class ReplaysRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, replay: Replay): Promise<void> {
    const { id, webhookId, kind, state, since, until, scope, position, expected, createdBy, createdAt } =
      replay;
    await tx.query(
      `INSERT INTO webhook_replays (id, webhook_id, kind, state, since, until, scope, position, expected, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [id, webhookId, kind, state, since, until, scope, position, expected, createdBy, createdAt],
    );
  }

  async find(webhookId: string, id: string): Promise<Replay | undefined> {
    const rows: Replay[] = await this.dataSource.query(
      `SELECT ${columns} FROM webhook_replays WHERE id = $1 AND webhook_id = $2`,
      [id, webhookId],
    );
    return rows[0];
  }

  /** Locked for a round; the first round also fixes the horizon, after the commit that started the replay. */
  async lockRunning(tx: Transaction, id: string): Promise<Replay | undefined> {
    const rows = await returning<Replay>(
      tx,
      `UPDATE webhook_replays SET horizon = coalesce(horizon, pg_snapshot_xmax(pg_current_snapshot()))
       WHERE id = $1 AND state = 'running' RETURNING ${columns}`,
      [id],
    );
    return rows[0];
  }

  async isHorizonPassed(tx: Transaction, horizon: string): Promise<boolean> {
    const [row] = await tx.query<Array<{ passed: boolean }>>(
      `SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 AS passed`,
      [horizon],
    );
    return row!.passed;
  }

  async advance(tx: Transaction, { id, position, queued, discarded }: Replay): Promise<void> {
    await tx.query(`UPDATE webhook_replays SET position = $2, queued = $3, discarded = $4 WHERE id = $1`, [
      id,
      position,
      queued,
      discarded,
    ]);
  }

  async end(tx: Transaction, id: string, state: 'done' | 'stopped', now: Date): Promise<void> {
    await tx.query(
      `UPDATE webhook_replays SET state = $2, finished_at = $3 WHERE id = $1 AND state = 'running'`,
      [id, state, now],
    );
  }

  async countHeld(tx: Transaction, webhookId: string): Promise<number> {
    return countOf(tx, `SELECT count(*) FROM deliveries WHERE webhook_id = $1 AND state = 'held'`, [
      webhookId,
    ]);
  }

  async countExhausted(tx: Transaction, webhookId: string, since: Date | null, until: Date): Promise<number> {
    return countOf(
      tx,
      `SELECT count(*) FROM deliveries WHERE webhook_id = $1 AND state = 'exhausted' AND created_at < $3
         AND ($2::timestamptz IS NULL OR created_at >= $2)`,
      [webhookId, since, until],
    );
  }

  /** The events that a replay goes through, and where in commit order the first of them stands. Ids begin with the time. */
  async findEvents(
    tx: Transaction,
    webhook: WebhookEntity,
    since: Date,
    until: Date,
  ): Promise<{ count: number; position: string[] | null }> {
    const [row] = await tx.query<Array<{ count: string; first: string | null }>>(
      `SELECT count(*), min(transaction_id)::text AS first FROM events
       WHERE id >= 'evt_' || ulid_time($4::timestamptz - interval '1 minute') AND created_at >= $4 AND created_at < $5
         AND organization_id = $1 AND livemode = $2 AND ($3::text IS NULL OR company_id = $3)
         AND ('*' = ANY($6::text[]) OR type = ANY($6))`,
      [webhook.organizationId, webhook.livemode, webhook.companyId, since, until, webhook.eventTypes],
    );
    return { count: Number(row!.count), position: row!.first ? [row!.first, ''] : null };
  }
}

async function countOf(tx: Transaction, sql: string, parameters: unknown[]): Promise<number> {
  const [row] = await tx.query<Array<{ count: string }>>(sql, parameters);
  return Number(row!.count);
}
