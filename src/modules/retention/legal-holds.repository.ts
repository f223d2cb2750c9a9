import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';
import { returning, Transaction } from '../../core/database/transaction';
import { LegalHold } from './legal-hold';

const columns = 'reason, placed_at AS "placedAt"';

@Injectable()
export class LegalHoldsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Waits for a purge that has the document; false when it was purged. */
  async lockDocument(tx: Transaction, id: string): Promise<boolean> {
    const rows: object[] = await tx.query(`SELECT id FROM documents WHERE id = $1 FOR SHARE`, [id]);
    return rows.length === 1;
  }

  /** Waits for a purge of documents of the company. */
  async lockCompany(tx: Transaction, id: string): Promise<void> {
    await tx.query(`SELECT id FROM companies WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  /** A hold that is there already stays, with the new reason. */
  async place(
    tx: Transaction,
    id: string,
    { organizationId, livemode }: Tenancy,
    subjectId: string,
    { reason, placedAt }: LegalHold,
  ): Promise<LegalHold> {
    const rows = await returning<LegalHold>(
      tx,
      `INSERT INTO legal_holds (id, organization_id, livemode, subject_id, reason, placed_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (subject_id) WHERE lifted_at IS NULL DO UPDATE SET reason = excluded.reason RETURNING ${columns}`,
      [id, organizationId, livemode, subjectId, reason, placedAt],
    );
    return rows[0]!;
  }

  /** Whether there was one to lift. */
  async lift(tx: Transaction, subjectId: string, now: Date): Promise<boolean> {
    const rows = await returning(
      tx,
      `UPDATE legal_holds SET lifted_at = $2 WHERE subject_id = $1 AND lifted_at IS NULL RETURNING id`,
      [subjectId, now],
    );
    return rows.length === 1;
  }

  async find(subjectId: string): Promise<LegalHold | undefined> {
    const rows: LegalHold[] = await this.dataSource.query(
      `SELECT ${columns} FROM legal_holds WHERE subject_id = $1 AND lifted_at IS NULL`,
      [subjectId],
    );
    return rows[0];
  }
}
