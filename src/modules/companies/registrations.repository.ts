import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';
import { Company } from './company';
import { CompanyEntity } from './company.entity';

export interface RegistrationError {
  code: string;
  message: string;
}

/** How far the companies' entries in the network's directory are. */
@Injectable()
export class RegistrationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The company, which nobody else changes until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<Company | undefined> {
    const lock = { mode: 'pessimistic_write' } as const;
    return (await tx.findOne(CompanyEntity, { where: { id }, lock })) ?? undefined;
  }

  /** Lets a registration that failed begin anew; the key stays sealed until it has been used. */
  async reopen(tx: Transaction, id: string, sealedMigrationKey: string | undefined): Promise<void> {
    await tx.query(
      `UPDATE companies SET smp_status = CASE smp_status WHEN 'failed' THEN 'pending' ELSE smp_status END,
         smp_error_code = NULL, smp_error_message = NULL, migration_key = coalesce($2, migration_key)
       WHERE id = $1`,
      [id, sealedMigrationKey],
    );
  }

  async migrationKey(id: string): Promise<string | undefined> {
    const rows: Array<{ migration_key: string | null }> = await this.dataSource.query(
      `SELECT migration_key FROM companies WHERE id = $1`,
      [id],
    );
    return rows[0]?.migration_key ?? undefined;
  }

  /** Notes ids before they are published, so that none is forgotten in the directory; the ids that it may hold beyond these. */
  async notePublishing(tx: Transaction, { id, peppolIds }: Company): Promise<string[]> {
    const rows = await returning<{ surplus: string[] }>(
      tx,
      `UPDATE companies SET published_ids = ARRAY(SELECT DISTINCT unnest(published_ids || $2::text[])) WHERE id = $1
       RETURNING ARRAY(SELECT unnest(published_ids) EXCEPT SELECT unnest($2::text[])) AS surplus`,
      [id, peppolIds],
    );
    return rows[0]?.surplus ?? [];
  }

  async noteRegistered(
    tx: Transaction,
    { id, peppolIds }: Company,
    withdrawn: string[],
    now: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE companies SET smp_status = 'registered', smp_registered_at = coalesce(smp_registered_at, $4), updated_at = $4,
         smp_error_code = NULL, smp_error_message = NULL, migration_key = NULL,
         published_ids = ARRAY(SELECT unnest(published_ids) EXCEPT SELECT unnest($3::text[]) UNION SELECT unnest($2::text[]))
       WHERE id = $1`,
      [id, peppolIds, withdrawn, now],
    );
  }

  /** An entry that was there before stays as it is: only its change has failed. */
  async noteFailed(
    tx: Transaction,
    id: string,
    { code, message }: RegistrationError,
    now: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE companies SET smp_status = CASE smp_status WHEN 'pending' THEN 'failed' ELSE smp_status END,
         smp_error_code = $2, smp_error_message = $3, migration_key = NULL, updated_at = $4
       WHERE id = $1 AND smp_status IN ('pending', 'registered')`,
      [id, code, message, now],
    );
  }

  async noteRemoved(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE companies SET smp_status = 'removed', published_ids = '{}', smp_error_code = NULL, smp_error_message = NULL,
         updated_at = $2
       WHERE id = $1 AND smp_status = 'removing'`,
      [id, now],
    );
  }

  async noteRemovalRefused(tx: Transaction, id: string, { code, message }: RegistrationError): Promise<void> {
    await tx.query(
      `UPDATE companies SET smp_error_code = $2, smp_error_message = $3 WHERE id = $1 AND smp_status = 'removing'`,
      [id, code, message],
    );
  }

  async publishedIds(id: string): Promise<string[]> {
    const rows: Array<{ published_ids: string[] }> = await this.dataSource.query(
      `SELECT published_ids FROM companies WHERE id = $1`,
      [id],
    );
    return rows[0]?.published_ids ?? [];
  }

  /** Which of the ids another company of this installation is in the live directory with. */
  async heldByOthers({ id }: Company, ids: string[]): Promise<string[]> {
    const rows: Array<{ held: string }> = await this.dataSource.query(
      `SELECT DISTINCT held FROM companies, unnest(peppol_ids) AS held
       WHERE status = 'active' AND peppol_ids && $2::text[] AND held = ANY($2) AND livemode AND smp_status = 'registered' AND id <> $1`,
      [id, ids],
    );
    return rows.map(({ held }) => held);
  }
}
