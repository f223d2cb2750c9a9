import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Statement } from '../database/statement';
import { Transaction } from '../database/transaction';
import { IdempotentRequest } from './idempotency-key';

export interface IdempotencyRecord {
  fingerprint: Buffer;
  status: number;
  sealed_answer: Buffer;
}

/** What a repeat of the request is answered with. */
export interface KeptAnswer {
  status: number;
  sealedAnswer: Buffer;
}

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes the key for the transaction it is run in, with the answer if that is known already; returns no row when another request
   * has the key or had it. The advisory lock answers at once, where waiting for the other's row would keep the client and a
   * connection hanging.
   */
  reservation(request: IdempotentRequest, now: Date, expiresAt: Date, answer?: KeptAnswer): Statement {
    const { scopeId, organizationId, livemode, fingerprint } = request;
    const sql = `
      INSERT INTO idempotency_records (id, organization_id, livemode, fingerprint, expires_at, status, sealed_answer)
      SELECT $1, $2, $3, $4, $6, $7, $8 WHERE pg_try_advisory_xact_lock(hashtextextended($1, 0))
      ON CONFLICT ON CONSTRAINT pk_idempotency_records
      DO UPDATE SET fingerprint = excluded.fingerprint, expires_at = excluded.expires_at, status = excluded.status,
        sealed_answer = excluded.sealed_answer
      WHERE idempotency_records.expires_at <= $5
      RETURNING id`;
    const { status, sealedAnswer } = answer ?? {};
    const owner = [scopeId, organizationId, livemode, fingerprint];
    return { sql, parameters: [...owner, now, expiresAt, status, sealedAnswer] };
  }

  async complete(tx: Transaction, id: string, { status, sealedAnswer }: KeptAnswer): Promise<void> {
    await tx.query(`UPDATE idempotency_records SET status = $2, sealed_answer = $3 WHERE id = $1`, [
      id,
      status,
      sealedAnswer,
    ]);
  }

  async find(id: string, now: Date): Promise<IdempotencyRecord | undefined> {
    const rows: IdempotencyRecord[] = await this.dataSource.query(
      `SELECT fingerprint, status, sealed_answer FROM idempotency_records WHERE id = $1 AND expires_at > $2`,
      [id, now],
    );
    return rows[0];
  }

  async removeExpired(now: Date, limit: number): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM idempotency_records WHERE id IN (SELECT id FROM idempotency_records WHERE expires_at <= $1 LIMIT $2)`,
      [now, limit],
    );
  }
}
