import { Injectable } from '@nestjs/common';
import { Transaction } from '../../core/database/transaction';

interface Progress {
  /** Every transaction below it has been counted. */
  counted: string;
  /** Every transaction below it has ended: what it has committed is there, and no more will come. */
  ended: string;
}

/**
 * Counts of outcomes by company and quarter of an hour, and their totals by company, made of the events by whole transactions: each is
 * counted once. The totals are what is read, one row a company; the counts are there to be taken out of them after 24 hours.
 */
@Injectable()
export class OutcomeCountsRepository {
  /** Keeps other workers from counting until the transaction ends. */
  async lockProgress(tx: Transaction): Promise<Progress> {
    const [counted] = await tx.query<Array<{ id: string }>>(
      `SELECT transaction_id::text AS id FROM outcome_progress FOR UPDATE`,
    );
    // A statement of its own: a snapshot from before the wait for the lock could be behind the other worker's.
    const [ended] = await tx.query<Array<{ id: string }>>(
      `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS id`,
    );
    return { counted: counted!.id, ended: ended!.id };
  }

  async noteProgress(tx: Transaction, transactionId: string): Promise<void> {
    await tx.query(`UPDATE outcome_progress SET transaction_id = $1::xid8`, [transactionId]);
  }

  /**
   * Adds the outcomes that the transactions from `counted` to below `ended` have committed; how many totals changed. A document that
   * failed after it had left counts as sent and as failed; one that failed before, as failed and as never left.
   */
  async add(tx: Transaction, { counted, ended }: Progress, since: Date): Promise<number> {
    const [{ changed }] = await tx.query<[{ changed: number }]>(
      `WITH outcomes AS (
         SELECT organization_id, livemode, company_id, date_bin('15 minutes', created_at, 'epoch') AS begins_at, type,
           type = 'document.failed' AND NOT EXISTS (
             SELECT FROM delivery_history AS sent
             WHERE sent.document_id = events.document_id AND sent.step = 'sent' AND sent.transmission = (
               SELECT transmission FROM delivery_history AS failed
               WHERE failed.document_id = events.document_id AND failed.step = 'failed' AND failed.at <= events.created_at
               ORDER BY failed.at DESC, failed.id DESC LIMIT 1)) AS never_left
         FROM events
         WHERE type IN ('document.sent', 'document.failed') AND transaction_id >= $1::xid8 AND transaction_id < $2::xid8
           AND id >= 'evt_' || ulid_time($3) AND company_id IS NOT NULL
       ), fresh AS (
         SELECT organization_id, livemode, company_id, begins_at, (count(*) FILTER (WHERE type = 'document.sent'))::integer AS sent,
           (count(*) FILTER (WHERE type = 'document.failed'))::integer AS failed, (count(*) FILTER (WHERE never_left))::integer AS never_left
         FROM outcomes GROUP BY 1, 2, 3, 4
       ), counts AS (
         INSERT INTO outcome_counts AS counts (organization_id, livemode, company_id, begins_at, sent, failed, never_left)
         SELECT * FROM fresh
         ON CONFLICT ON CONSTRAINT pk_outcome_counts DO UPDATE SET sent = counts.sent + excluded.sent,
           failed = counts.failed + excluded.failed, never_left = counts.never_left + excluded.never_left
       ), totals AS (
         INSERT INTO outcome_totals AS totals (organization_id, livemode, company_id, sent, failed, never_left)
         SELECT organization_id, livemode, company_id, sum(sent), sum(failed), sum(never_left) FROM fresh GROUP BY 1, 2, 3
         ON CONFLICT ON CONSTRAINT pk_outcome_totals DO UPDATE SET sent = totals.sent + excluded.sent,
           failed = totals.failed + excluded.failed, never_left = totals.never_left + excluded.never_left
         RETURNING 1
       ) SELECT count(*)::integer AS changed FROM totals`,
      [counted, ended, since],
    );
    return changed;
  }

  /** Takes what is older out of the totals. */
  async forget(tx: Transaction, before: Date): Promise<void> {
    const [{ forgotten }] = await tx.query<[{ forgotten: number }]>(
      `WITH old AS (
         DELETE FROM outcome_counts WHERE begins_at < $1 RETURNING organization_id, livemode, company_id, sent, failed, never_left
       ), sums AS (
         SELECT organization_id, livemode, company_id, sum(sent) AS sent, sum(failed) AS failed, sum(never_left) AS never_left
         FROM old GROUP BY 1, 2, 3
       ), totals AS (
         UPDATE outcome_totals AS totals SET sent = totals.sent - sums.sent, failed = totals.failed - sums.failed,
           never_left = totals.never_left - sums.never_left
         FROM sums WHERE (totals.organization_id, totals.livemode, totals.company_id) =
           (sums.organization_id, sums.livemode, sums.company_id)
       ) SELECT count(*)::integer AS forgotten FROM old`,
      [before],
    );
    if (forgotten > 0) await tx.query(`DELETE FROM outcome_totals WHERE sent = 0 AND failed = 0`);
  }
}
