import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';

interface Entry {
  companyId: string;
  livemode: boolean;
  participantIds: string[];
}

/** Who is published by our own SMP. Ids are kept in lower case, as their comparison ignores it. */
@Injectable()
export class SmpEntries {
  constructor(private readonly dataSource: DataSource) {}

  /** Leaves what is there. Gives the ids that another company holds in live mode; then nothing may be committed. */
  async insert(
    tx: Transaction,
    { companyId, livemode, participantIds }: Entry,
    registeredAt: Date,
  ): Promise<string[]> {
    await tx.query(
      `INSERT INTO smp_entries (participant_id, livemode, company_id, registered_at)
       SELECT DISTINCT lower(participant_id), $2::boolean, $3, $4::timestamptz FROM unnest($1::text[]) AS participant_id
       ORDER BY 1 ON CONFLICT DO NOTHING`,
      [participantIds, livemode, companyId, registeredAt],
    );
    const held: Array<{ participant_id: string }> = await tx.query(
      `SELECT participant_id FROM smp_entries
       WHERE livemode AND $2::boolean AND company_id <> $3
         AND participant_id IN (SELECT lower(id) FROM unnest($1::text[]) AS id)`,
      [participantIds, livemode, companyId],
    );
    return held.map((row) => row.participant_id);
  }

  async remove(tx: Transaction, companyId: string, participantIds: string[]): Promise<void> {
    await tx.query(
      `DELETE FROM smp_entries WHERE company_id = $1 AND participant_id IN (SELECT lower(id) FROM unnest($2::text[]) AS id)`,
      [companyId, participantIds],
    );
  }

  /** The key by which the company's ids may move; the one given before, if there is one. Nothing for a company without entries. */
  async setMigrationKey(tx: Transaction, companyId: string, key: string): Promise<string | undefined> {
    const rows = await returning<{ migration_key: string }>(
      tx,
      `UPDATE smp_entries
       SET migration_key = coalesce((SELECT max(migration_key) FROM smp_entries WHERE company_id = $1), $2)
       WHERE company_id = $1 RETURNING migration_key`,
      [companyId, key],
    );
    return rows[0]?.migration_key;
  }

  /** In either mode: an SMP is asked about participants, and knows of no mode. */
  async has(participantId: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM smp_entries WHERE participant_id = lower($1) LIMIT 1`,
      [participantId],
    );
    return rows.length > 0;
  }
}
