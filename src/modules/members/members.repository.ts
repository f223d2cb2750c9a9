import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Role } from '../../core/auth/roles';
import { Transaction } from '../../core/database/transaction';

export interface MemberRow {
  user_id: string;
  email: string;
  name: string | null;
  role: Role;
  joined_at: Date;
}

interface OrganizationRow {
  id: string;
  name: string;
  entitlements: string[];
}

const members = `SELECT user_id, email, name, role, joined_at
  FROM memberships JOIN users ON users.id = memberships.user_id`;

@Injectable()
export class MembersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One change of members at a time, in each organization; rows that refer to it can be written meanwhile. */
  async lockOrganization(tx: Transaction, organizationId: string): Promise<OrganizationRow | undefined> {
    const [row] = await tx.query<OrganizationRow[]>(
      `SELECT id, name, entitlements FROM organizations WHERE id = $1 FOR NO KEY UPDATE`,
      [organizationId],
    );
    return row;
  }

  async rename(tx: Transaction, organizationId: string, name: string): Promise<void> {
    await tx.query(`UPDATE organizations SET name = $2 WHERE id = $1`, [organizationId, name]);
  }

  list(organizationId: string, after: string | undefined, limit: number): Promise<MemberRow[]> {
    return this.dataSource.query(
      `${members} WHERE organization_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3`,
      [organizationId, after ?? '', limit],
    );
  }

  async find(db: EntityManager, organizationId: string, userId: string): Promise<MemberRow | undefined> {
    const [row] = await db.query<MemberRow[]>(`${members} WHERE organization_id = $1 AND user_id = $2`, [
      organizationId,
      userId,
    ]);
    return row;
  }

  async countOwners(tx: Transaction, organizationId: string): Promise<number> {
    const [row] = await tx.query<Array<{ owners: number }>>(
      `SELECT count(*)::integer AS owners FROM memberships WHERE organization_id = $1 AND role = 'owner'`,
      [organizationId],
    );
    return row!.owners;
  }

  /** Who is a member already stays what they are. */
  async add(
    tx: Transaction,
    organizationId: string,
    userId: string,
    role: Role,
    joinedAt: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO memberships (organization_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT pk_memberships DO NOTHING`,
      [organizationId, userId, role, joinedAt],
    );
  }

  async setRole(tx: Transaction, organizationId: string, userId: string, role: Role): Promise<void> {
    await tx.query(`UPDATE memberships SET role = $3 WHERE organization_id = $1 AND user_id = $2`, [
      organizationId,
      userId,
      role,
    ]);
  }

  async remove(tx: Transaction, organizationId: string, userId: string): Promise<void> {
    await tx.query(`DELETE FROM memberships WHERE organization_id = $1 AND user_id = $2`, [
      organizationId,
      userId,
    ]);
  }
}
