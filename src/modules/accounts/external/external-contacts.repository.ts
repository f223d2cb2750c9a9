import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transaction } from '../../../core/database/transaction';

export interface KnownContact {
  email: string | null;
  seen_at: Date | null;
}

@Injectable()
export class ExternalContactsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The user as a contact of the organization, with nulls for one who is none; undefined when the organization is not known here. */
  async find(organizationId: string, userId: string): Promise<KnownContact | undefined> {
    const [row] = await this.dataSource.query<KnownContact[]>(
      `SELECT contact.email, contact.seen_at FROM organizations
       LEFT JOIN external_contacts AS contact ON contact.organization_id = organizations.id AND contact.user_id = $2
       WHERE organizations.id = $1`,
      [organizationId, userId],
    );
    return row;
  }

  async put(
    tx: Transaction,
    organizationId: string,
    userId: string,
    email: string,
    now: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO external_contacts (organization_id, user_id, email, seen_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT pk_external_contacts DO UPDATE SET email = excluded.email, seen_at = excluded.seen_at`,
      [organizationId, userId, email, now],
    );
  }

  async remove(tx: Transaction, organizationId: string, userId: string): Promise<void> {
    await tx.query(`DELETE FROM external_contacts WHERE organization_id = $1 AND user_id = $2`, [
      organizationId,
      userId,
    ]);
  }

  async removeUnseen(since: Date): Promise<void> {
    await this.dataSource.query(`DELETE FROM external_contacts WHERE seen_at < $1`, [since]);
  }
}
