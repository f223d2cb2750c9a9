import { Injectable } from '@nestjs/common';
import { returning, Transaction } from '../../../core/database/transaction';

/** Any constant; it must only differ from those of other locks. */
const rollUpLock = 7_310_017;

const counts = `
  count(*) FILTER (WHERE kind = 'sent') - count(*) FILTER (WHERE kind = 'correction'),
  count(*) FILTER (WHERE kind = 'received'),
  count(*) FILTER (WHERE kind = 'compliance_report'),
  count(*) FILTER (WHERE kind = 'correction')`;

const added = `
  sent = kept.sent + excluded.sent, received = kept.received + excluded.received,
  compliance_reports = kept.compliance_reports + excluded.compliance_reports,
  corrections = kept.corrections + excluded.corrections`;

@Injectable()
export class RollUpRepository {
  /** Until the transaction ends; false when another process folds. */
  async lock(tx: Transaction): Promise<boolean> {
    const [row] = await tx.query<Array<{ locked: boolean }>>(
      `SELECT pg_try_advisory_xact_lock($1) AS locked`,
      [rollUpLock],
    );
    return row!.locked;
  }

  /**
   * Folds so many records into days and months; how many there were. A record is either still there or in the sums, whatever happens
   * on the way: one statement moves it. By place, since records are never updated: what the lock keeps others from removing stays there.
   */
  async fold(tx: Transaction, limit: number): Promise<number> {
    const [row] = await returning<{ folded: number }>(
      tx,
      `WITH taken AS (
         DELETE FROM usage_records WHERE ctid = ANY (ARRAY(SELECT ctid FROM usage_records LIMIT $1))
         RETURNING organization_id, livemode, company_id, day, kind
       ), days AS (
         INSERT INTO usage_days AS kept (organization_id, livemode, day, company_id, sent, received, compliance_reports, corrections)
         SELECT organization_id, livemode, day, company_id, ${counts} FROM taken GROUP BY organization_id, livemode, day, company_id
         ON CONFLICT ON CONSTRAINT pk_usage_days DO UPDATE SET ${added}
       ), months AS (
         INSERT INTO usage_months AS kept (organization_id, livemode, month, company_id, sent, received, compliance_reports, corrections)
         SELECT organization_id, livemode, date_trunc('month', day)::date AS month, coalesce(company_id, ''), ${counts}
         FROM taken GROUP BY GROUPING SETS (
           (organization_id, livemode, date_trunc('month', day)::date, company_id),
           (organization_id, livemode, date_trunc('month', day)::date))
         ON CONFLICT ON CONSTRAINT pk_usage_months DO UPDATE SET ${added}
       )
       SELECT count(*)::integer AS folded FROM taken`,
      [limit],
    );
    return row!.folded;
  }
}
