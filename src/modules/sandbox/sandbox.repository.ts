import { Injectable } from '@nestjs/common';
import { Transaction } from '../../core/database/transaction';

/** Which organizations are sandboxes, and until when. */
@Injectable()
export class SandboxRepository {
  async insert(
    tx: Transaction,
    organizationId: string,
    expiresAt: Date,
    email: string | undefined,
  ): Promise<void> {
    await tx.query(`INSERT INTO sandboxes (organization_id, expires_at, email) VALUES ($1, $2, $3)`, [
      organizationId,
      expiresAt,
      email,
    ]);
  }

  /** One that has ended and is not closed, and that no other worker is closing. */
  async lockExpired(tx: Transaction, now: Date): Promise<string | undefined> {
    const rows = await tx.query<Array<{ organization_id: string }>>(
      `SELECT organization_id FROM sandboxes WHERE closed_at IS NULL AND expires_at <= $1
       ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now],
    );
    return rows[0]?.organization_id;
  }

  async noteClosed(tx: Transaction, organizationId: string, now: Date): Promise<void> {
    await tx.query(`UPDATE sandboxes SET closed_at = $2, email = NULL WHERE organization_id = $1`, [
      organizationId,
      now,
    ]);
  }
}
