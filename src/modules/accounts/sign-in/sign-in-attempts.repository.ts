import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';

export interface AttemptCount {
  count: number;
  ends_at: Date;
}

@Injectable()
export class SignInAttemptsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Counts one more, from the first one on until `endsAt`; the `maximum`th one begins that time anew, and those beyond count no
   * further. One statement, so that of guesses made at once each has a number of its own.
   */
  async count(
    tx: Transaction,
    emailHash: Buffer,
    { maximum, now, endsAt }: { maximum: number; now: Date; endsAt: Date },
  ): Promise<AttemptCount> {
    const [row] = await returning<AttemptCount>(
      tx,
      `INSERT INTO sign_in_attempts AS known (email_hash, count, ends_at) VALUES ($1, 1, $2)
       ON CONFLICT ON CONSTRAINT pk_sign_in_attempts DO UPDATE SET
         count = CASE WHEN known.ends_at <= $3 THEN 1 ELSE least(known.count, $4::integer) + 1 END,
         ends_at = CASE WHEN known.ends_at <= $3 OR known.count + 1 = $4 THEN $2 ELSE known.ends_at END
       RETURNING count, ends_at`,
      [emailHash, endsAt, now, maximum],
    );
    return row!;
  }

  async clear(tx: Transaction, emailHash: Buffer): Promise<void> {
    await tx.query(`DELETE FROM sign_in_attempts WHERE email_hash = $1`, [emailHash]);
  }

  async removeEnded(now: Date): Promise<void> {
    await this.dataSource.query(`DELETE FROM sign_in_attempts WHERE ends_at <= $1`, [now]);
  }
}
