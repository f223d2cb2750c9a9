import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { NewRow } from '../../../core/database/statement';
import { Transaction } from '../../../core/database/transaction';
import { AppendedEvent } from '../../../core/events/event-log';
import { QuotaSubject } from '../../../core/quota/document-quota.port';
import { documentsCounted } from './documents-counted';

/** Refuses a document beyond the limit, together with all that is written with it. */
export const maximumConstraint = 'ck_quota_counters_maximum';

export interface CounterRow {
  companyId: string;
  used: number;
}

@Injectable()
export class QuotaCountersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes one place. Parallel ones take theirs one after the other, so none gets a place that another has. */
  place(
    { organizationId, livemode, companyId }: QuotaSubject,
    month: string,
    maximum: number,
    now: Date,
  ): NewRow {
    return {
      table: 'quota_counters',
      values: {
        organization_id: organizationId,
        livemode,
        month,
        company_id: companyId,
        used: 1,
        maximum,
        counted_at: now,
      },
      onConflict:
        'ON CONFLICT ON CONSTRAINT pk_quota_counters DO UPDATE SET used = quota_counters.used + 1, maximum = excluded.maximum',
    };
  }

  /** How far the counters of the month are; within a transaction, nobody moves them until it ends. */
  async read(
    { organizationId, livemode, companyId }: QuotaSubject,
    month: string,
    tx?: Transaction,
  ): Promise<CounterRow[]> {
    const db: EntityManager = tx ?? this.dataSource.manager;
    return db.query(
      `SELECT company_id AS "companyId", used FROM quota_counters
       WHERE organization_id = $1 AND livemode = $2 AND month = $3 AND company_id IN ($4, '')
       ORDER BY company_id DESC ${tx ? 'FOR UPDATE' : ''}`,
      [organizationId, livemode, month, companyId],
    );
  }

  /**
   * Counts what was sent before anybody counted, unless that was done at that time or later. Those who count wait meanwhile; what
   * they have committed is seen, because it is looked for when the counter is locked.
   */
  async recount(
    tx: Transaction,
    { organizationId, livemode, companyId }: QuotaSubject,
    month: string,
    maximum: number,
    neededAt: Date,
    now: Date,
  ): Promise<void> {
    const key = [organizationId, livemode, companyId, month];
    await tx.query(
      `INSERT INTO quota_counters (organization_id, livemode, company_id, month, used, maximum, counted_at)
       VALUES ($1, $2, $3, $4, 0, $5, '-infinity') ON CONFLICT ON CONSTRAINT pk_quota_counters DO NOTHING`,
      [...key, maximum],
    );
    const rows: unknown[] = await tx.query(
      `SELECT 1 FROM quota_counters WHERE organization_id = $1 AND livemode = $2 AND company_id = $3 AND month = $4
         AND counted_at < $5 FOR UPDATE`,
      [...key, neededAt],
    );
    if (rows.length === 0) return;
    await tx.query(
      `UPDATE quota_counters SET used = counted.used, maximum = greatest($5, counted.used), counted_at = $6
       FROM (SELECT ${documentsCounted} AS used) AS counted
       WHERE organization_id = $1 AND livemode = $2 AND company_id = $3 AND month = $4`,
      [...key, maximum, now],
    );
  }

  /** What failed gives its places back, to the month in which it was accepted. */
  async giveBack(tx: Transaction, { documentId }: AppendedEvent): Promise<void> {
    await tx.query(
      `WITH accepted AS (
         SELECT organization_id, livemode, company_id,
           date_trunc('month', coalesce((
             SELECT max(at) FROM delivery_history WHERE document_id = documents.id AND step = 'queued'
           ), created_at) AT TIME ZONE 'UTC')::date AS month
         FROM documents WHERE id = $1
       ), places AS (
         SELECT counter.organization_id, counter.livemode, counter.month, counter.company_id
         FROM quota_counters AS counter JOIN accepted USING (organization_id, livemode, month)
         WHERE counter.company_id IN (accepted.company_id, '')
         ORDER BY counter.company_id DESC FOR UPDATE OF counter
       )
       UPDATE quota_counters AS counter SET used = greatest(counter.used - 1, 0) FROM places
       WHERE (counter.organization_id, counter.livemode, counter.month, counter.company_id)
           = (places.organization_id, places.livemode, places.month, places.company_id)`,
      [documentId],
    );
  }
}
