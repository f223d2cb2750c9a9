import { Injectable } from '@nestjs/common';
import { PreparedStatements } from '../../../core/database/prepared-statements';
import { Statement } from '../../../core/database/statement';
import { returning, Transaction, Transactions } from '../../../core/database/transaction';
import { Outcome } from './outcome';
import { WebhookStanding } from './webhook-standing';

interface SettledRow {
  id: string;
  webhook_id: string;
  state: Outcome['state'];
  first_failed_at: Date | null;
}

/** Records what came of attempts, in batches: attempts, deliveries, webhooks' counters and pauses, all or nothing. */
@Injectable()
export class DeliverySettlements {
  constructor(
    private readonly transactions: Transactions,
    private readonly statements: PreparedStatements,
    private readonly standing: WebhookStanding,
  ) {}

  async settle(outcomes: Outcome[], now: Date): Promise<void> {
    const settlement = { sql: settleSql, parameters: [...columnsOf(outcomes), now] };
    if (outcomes.every(({ state }) => state === 'delivered')) await this.statements.run(settlement);
    else await this.settleFailures(outcomes, settlement, now);
  }

  private async settleFailures(
    outcomes: Outcome[],
    { sql, parameters }: Statement,
    now: Date,
  ): Promise<void> {
    await this.transactions.run(async (tx) => {
      await lockFailing(tx, outcomes);
      const settled = await returning<SettledRow>(tx, sql, parameters);
      const failed = settled.filter(({ state }) => state !== 'delivered');
      await countFailures(tx, failed);
      for (const row of failed) {
        const outcome = outcomes.find(({ id }) => id === row.id)!;
        await this.standing.afterFailure(tx, outcome, row.first_failed_at!, now);
      }
    });
  }
}

/** In the order of ids, so that two processes that settle the same webhooks wait for each other instead of deadlocking. */
async function lockFailing(tx: Transaction, outcomes: Outcome[]): Promise<void> {
  const failing = outcomes.filter(({ state }) => state !== 'delivered').map(({ webhookId }) => webhookId);
  if (failing.length === 0) return;
  await tx.query(`SELECT FROM webhooks WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [failing]);
}

async function countFailures(tx: Transaction, failed: SettledRow[]): Promise<void> {
  if (failed.length === 0) return;
  await tx.query(
    `UPDATE webhooks SET failure_count = failure_count + failed.times
     FROM (SELECT id, count(*) AS times FROM unnest($1::text[]) AS id GROUP BY id) AS failed WHERE webhooks.id = failed.id`,
    [failed.map((row) => row.webhook_id)],
  );
}

/**
 * The token refuses what a process sends in after its lease ran out: only who holds the lease may settle. It is looked for by its time,
 * not by its state: those that are leased have an index of their own, which PostgreSQL would compare with all outcomes, each with each.
 * Whatever was delivered sets its webhook's failures back to none.
 */
const settleSql = `
  WITH outcome AS (
    SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::timestamptz[], $5::smallint[], $6::timestamptz[], $7::integer[],
                         $8::text[], $9::smallint[], $10::text[], $11::bytea[], $12::json[], $13::bytea[], $14::text[], $15::json[])
      AS outcome (id, token, state, at, attempt, started_at, duration_ms, url, status_code, error, response_body,
                  request_headers, body_sha256, remote_address, tls)
  ), settled AS (
    UPDATE deliveries SET state = outcome.state, due_at = outcome.at, lease_until = NULL,
      settled_at = CASE outcome.state WHEN 'pending' THEN NULL ELSE $16::timestamptz END,
      first_failed_at = CASE outcome.state WHEN 'delivered' THEN first_failed_at ELSE coalesce(first_failed_at, $16::timestamptz) END
    FROM outcome WHERE deliveries.id = outcome.id AND deliveries.token = outcome.token AND deliveries.lease_until IS NOT NULL
    RETURNING deliveries.id, webhook_id, deliveries.state, first_failed_at
  ), attempts AS (
    INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, url, status_code, error, response_body,
                                   request_headers, body_sha256, remote_address, tls)
    SELECT id, attempt, started_at, duration_ms, url, status_code, error, response_body, request_headers, body_sha256, remote_address, tls
    FROM outcome JOIN settled USING (id)
  ), recovered AS (
    UPDATE webhooks SET failure_count = 0, recovered_at = $16::timestamptz
    WHERE failure_count > 0 AND id IN (SELECT webhook_id FROM settled WHERE state = 'delivered')
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
    outcomes.map(({ answer }) => answer.durationMilliseconds),
    outcomes.map((outcome) => outcome.url),
    outcomes.map(({ answer }) => answer.statusCode ?? null),
    outcomes.map(({ answer }) => answer.error ?? null),
    outcomes.map(({ answer }) => answer.body ?? null),
    outcomes.map((outcome) => outcome.requestHeaders),
    outcomes.map((outcome) => outcome.bodySha256),
    outcomes.map(({ answer }) => answer.remoteAddress ?? null),
    outcomes.map(({ answer }) => (answer.tls ? JSON.stringify(answer.tls) : null)),
  ];
}
