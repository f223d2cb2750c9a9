import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';
import { MembershipRow } from '../accounts.repository';
import { SessionEntity } from './session.entity';

export interface SessionRow {
  user_id: string;
  email: string;
  revoked_at: Date | null;
  memberships: MembershipRow[];
}

@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, session: SessionEntity): Promise<void> {
    await tx.insert(SessionEntity, session);
  }

  /** All that a request needs to know of its user, in one round trip; notes its use unless that was done after `seenBefore`. */
  async find(id: string, now: Date, seenBefore: Date): Promise<SessionRow | undefined> {
    const [row] = await this.dataSource.query<SessionRow[]>(
      `WITH seen AS (
         UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND revoked_at IS NULL AND last_seen_at <= $3
       )
       SELECT sessions.user_id, users.email, sessions.revoked_at,
         coalesce(json_agg(
           json_build_object('id', organizations.id, 'name', organizations.name, 'role', memberships.role)
           ORDER BY organizations.created_at, organizations.id
         ) FILTER (WHERE organizations.id IS NOT NULL), '[]') AS memberships
       FROM sessions
       JOIN users ON users.id = sessions.user_id
       LEFT JOIN memberships ON memberships.user_id = sessions.user_id
       LEFT JOIN organizations ON organizations.id = memberships.organization_id
       WHERE sessions.id = $1
       GROUP BY sessions.id, users.id`,
      [id, now, seenBefore],
    );
    return row;
  }

  /** Those that can still be used, the newest first. */
  listOpen(userId: string, now: Date, limit: number): Promise<SessionEntity[]> {
    return this.dataSource.manager.find(SessionEntity, {
      where: { userId, revokedAt: IsNull(), expiresAt: MoreThan(now) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Whether the user has that session; one that has ended already stays as it is. */
  async revoke(tx: Transaction, userId: string, id: string, now: Date): Promise<boolean> {
    const rows = await returning(
      tx,
      `UPDATE sessions SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND user_id = $2 RETURNING id`,
      [id, userId, now],
    );
    return rows.length === 1;
  }

  async revokeAll(tx: Transaction, userId: string, now: Date, exceptId = ''): Promise<void> {
    await tx.query(
      `UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL AND id <> $3`,
      [userId, now, exceptId],
    );
  }

  async removeExpired(now: Date): Promise<void> {
    await this.dataSource.query(`DELETE FROM sessions WHERE expires_at <= $1`, [now]);
  }
}
