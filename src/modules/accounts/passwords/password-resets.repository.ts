import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';

interface ResetRow {
  user_id: string;
  email: string;
}

@Injectable()
export class PasswordResetsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One a user: a new one takes the place of the last. */
  async put(tx: Transaction, userId: string, tokenHash: Buffer, expiresAt: Date): Promise<void> {
    await tx.query(
      `INSERT INTO password_resets (user_id, token_hash, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT pk_password_resets DO UPDATE SET token_hash = $2, expires_at = $3`,
      [userId, tokenHash, expiresAt],
    );
  }

  async find(tokenHash: Buffer, now: Date): Promise<ResetRow | undefined> {
    const [row] = await this.dataSource.query<ResetRow[]>(
      `SELECT user_id, users.email FROM password_resets JOIN users ON users.id = user_id
       WHERE token_hash = $1 AND expires_at > $2`,
      [tokenHash, now],
    );
    return row;
  }

  /** Whether it was still there: of uses at once one succeeds. */
  async take(tx: Transaction, tokenHash: Buffer, now: Date): Promise<boolean> {
    const rows = await returning(
      tx,
      `DELETE FROM password_resets WHERE token_hash = $1 AND expires_at > $2 RETURNING user_id`,
      [tokenHash, now],
    );
    return rows.length === 1;
  }

  /** A link that is under way is worth nothing once the password was changed otherwise. */
  async withdraw(tx: Transaction, userId: string): Promise<void> {
    await tx.query(`DELETE FROM password_resets WHERE user_id = $1`, [userId]);
  }

  async removeExpired(now: Date): Promise<void> {
    await this.dataSource.query(`DELETE FROM password_resets WHERE expires_at <= $1`, [now]);
  }
}
