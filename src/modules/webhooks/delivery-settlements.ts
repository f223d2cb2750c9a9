import { Injectable } from '@nestjs/common';
import { returning, Transaction, Transactions } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';

/** What came of one attempt. */
export interface Outcome {
  id: string;
  token: number;
  webhookId: string;
  attempt: number;
  state: 'delivered' | 'pending' | 'exhausted';
  /** When to try again, for `pending`; when it ended, for the others. */
  at: Date;
  startedAt: Date;
  durationMilliseconds: number;
  url: string;
  statusCode: number | null;
  error: string | null;
  responseBody: Buffer | null;
}

interface SettledRow {
  id: string;
  webhook_id: string;
  state: Outcome['state'];
  first_failed_at: Date | null;
}

/** Records what came of attempts, in batches: attempts, deliveries, webhooks' counters and pauses in one transaction. */
@Injectable()
export class DeliverySettlements {
  constructor(
    private readonly transactions: Transactions,
    private readonly log: EventLog,
  ) {}

  async settle(outcomes: Outcome[], now: Date): Promise<void> {
    await this.transactions.run(async (tx) => {
      await lockFailing(tx, outcomes);
      const settled = await returning<SettledRow>(tx, settleSql, [...columnsOf(outcomes), now]);
      await countFailures(tx, settled);
      await zeroFailures(tx, settled, now);
      for (const row of settled.filter(({ state }) => state === 'exhausted')) {
        const outcome = outcomes.find(({ id }) => id === row.id)!;
        await this.pauseUnlessRecovered(tx, row, reasonOf(outcome), now);
      }
    });
  }

  /** After eight failed attempts the webhook is paused, unless anything reached it since the first of them. */
  private async pauseUnlessRecovered(
    tx: Transaction,
    row: SettledRow,
    reason: string,
    now: Date,
  ): Promise<void> {
    const paused = await returning<{ organization_id: string; livemode: boolean; url: string }>(
      tx,
      `UPDATE webhooks SET status = 'paused', paused_at = $2, paused_reason = $3, updated_at = $2
       WHERE id = $1 AND status = 'active' AND (recovered_at IS NULL OR recovered_at < $4)
       RETURNING organization_id, livemode, url`,
      [row.webhook_id, now, reason, row.first_failed_at],
    );
    const webhook = paused[0];
    if (!webhook) return;
    await tx.query(`UPDATE deliveries SET state = 'held' WHERE webhook_id = $1 AND state = 'pending'`, [
      row.webhook_id,
    ]);
    const { organization_id: organizationId, livemode, url } = webhook;
    const data = { webhookId: row.webhook_id, url, reason };
    await this.log.append(tx, { type: 'webhook.paused', organizationId, livemode, data });
  }
}

/** In the order of ids, so that two processes that settle the same webhooks wait for each other instead of deadlocking. */
async function lockFailing(tx: Transaction, outcomes: Outcome[]): Promise<void> {
  const failing = outcomes.filter(({ state }) => state !== 'delivered').map(({ webhookId }) => webhookId);
  if (failing.length === 0) return;
  await tx.query(`SELECT FROM webhooks WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [failing]);
}

async function countFailures(tx: Transaction, settled: SettledRow[]): Promise<void> {
  const failing = settled.filter(({ state }) => state !== 'delivered').map((row) => row.webhook_id);
  if (failing.length === 0) return;
  await tx.query(
    `UPDATE webhooks SET failure_count = failure_count + failed.times
     FROM (SELECT id, count(*) AS times FROM unnest($1::text[]) AS id GROUP BY id) AS failed WHERE webhooks.id = failed.id`,
    [failing],
  );
}

async function zeroFailures(tx: Transaction, settled: SettledRow[], now: Date): Promise<void> {
  const reached = [
    ...new Set(settled.filter(({ state }) => state === 'delivered').map((row) => row.webhook_id)),
  ];
  if (reached.length === 0) return;
  await tx.query(
    `UPDATE webhooks SET failure_count = 0, recovered_at = $2 WHERE id = ANY($1) AND failure_count > 0`,
    [reached, now],
  );
}

/** The token refuses what a process sends in after its lease ran out: only who holds the lease may settle. */
const settleSql = `
  WITH outcome AS (
    SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::timestamptz[], $5::smallint[], $6::timestamptz[], $7::integer[],
                         $8::text[], $9::smallint[], $10::text[], $11::bytea[])
      AS outcome (id, token, state, at, attempt, started_at, duration_ms, url, status_code, error, response_body)
  ), settled AS (
    UPDATE deliveries SET state = outcome.state, due_at = outcome.at, lease_until = NULL,
      settled_at = CASE outcome.state WHEN 'pending' THEN NULL ELSE $12::timestamptz END,
      first_failed_at = CASE outcome.state WHEN 'delivered' THEN first_failed_at ELSE coalesce(first_failed_at, $12::timestamptz) END
    FROM outcome WHERE deliveries.id = outcome.id AND deliveries.token = outcome.token AND deliveries.state = 'leased'
    RETURNING deliveries.id, webhook_id, deliveries.state, first_failed_at
  ), attempts AS (
    INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, url, status_code, error, response_body)
    SELECT id, attempt, started_at, duration_ms, url, status_code, error, response_body FROM outcome JOIN settled USING (id)
  )
  SELECT * FROM settled`;

function columnsOf(outcomes: Outcome[]): unknown[][] {
  return [
    outcomes.map((outcome) => outcome.id),
    outcomes.map((outcome) => outcome.token),
    outcomes.map((outcome) => outcome.state),
    outcomes.map((outcome) => outcome.at),
    outcomes.map((outcome) => outcome.attempt),
    outcomes.map((outcome) => outcome.startedAt),
    outcomes.map((outcome) => outcome.durationMilliseconds),
    outcomes.map((outcome) => outcome.url),
    outcomes.map((outcome) => outcome.statusCode),
    outcomes.map((outcome) => outcome.error),
    outcomes.map((outcome) => outcome.responseBody),
  ];
}

function reasonOf({ statusCode, error }: Outcome): string {
  return `A delivery failed 8 times; the last attempt ${error ? `failed: ${error}` : `was answered with ${statusCode}`}.`;
}
