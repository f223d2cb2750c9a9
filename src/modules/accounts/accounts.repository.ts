import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Role } from '../../core/auth/roles';
import { returning, Transaction } from '../../core/database/transaction';
import { MembershipEntity, OrganizationEntity, UserEntity } from './account.entity';

/** Any constant; it must only differ from those of other locks. */
const bootstrapLock = 7_310_001;

export interface MembershipRow {
  id: string;
  name: string;
  role: Role;
}

@Injectable()
export class AccountsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Lets one process at a time find out whether the first account is still to be made. */
  async lockBootstrap(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock($1)`, [bootstrapLock]);
  }

  async insertOrganization(tx: Transaction, organization: OrganizationEntity): Promise<void> {
    await tx.insert(OrganizationEntity, organization);
  }

  /** Whether the address was free: of accounts that are made at once for it, one is kept. */
  async insertUser(tx: Transaction, user: UserEntity): Promise<boolean> {
    const rows = await returning(
      tx,
      `INSERT INTO users (id, email, password_hash, name, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT uq_users_email DO NOTHING RETURNING id`,
      [user.id, user.email, user.passwordHash, user.name, user.createdAt],
    );
    return rows.length === 1;
  }

  async insertMembership(tx: Transaction, membership: MembershipEntity): Promise<void> {
    await tx.insert(MembershipEntity, membership);
  }

  async setPassword(tx: Transaction, userId: string, passwordHash: string): Promise<void> {
    await tx.update(UserEntity, { id: userId }, { passwordHash });
  }

  /** Notes an organization that only an external issuer knows; nothing happens when it is known here already. */
  async adoptOrganization(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(
      `INSERT INTO organizations (id, name, created_at) VALUES ($1, $1, $2)
       ON CONFLICT ON CONSTRAINT pk_organizations DO NOTHING`,
      [id, now],
    );
  }

  async anyOrganization(db: Pick<DataSource, 'query'> = this.dataSource): Promise<boolean> {
    const [row] = await db.query<Array<{ any: boolean }>>(`SELECT EXISTS (SELECT FROM organizations) AS any`);
    return row!.any;
  }

  async findOrganization(id: string): Promise<OrganizationEntity | undefined> {
    return (await this.dataSource.manager.findOneBy(OrganizationEntity, { id })) ?? undefined;
  }

  async isEntitled(tx: Transaction, id: string, entitlement: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT id FROM organizations WHERE id = $1 AND $2 = ANY (entitlements)`,
      [id, entitlement],
    );
    return rows.length === 1;
  }

  /** Of owners and developers, ours and the external issuer's; viewers only look on. */
  async contactEmails(tx: Transaction, organizationId: string): Promise<string[]> {
    const rows = await tx.query<Array<{ email: string }>>(
      `SELECT users.email, users.created_at AS since FROM memberships JOIN users ON users.id = memberships.user_id
       WHERE memberships.organization_id = $1 AND memberships.role IN ('owner', 'developer')
       UNION ALL SELECT email, NULL FROM external_contacts WHERE organization_id = $1
       ORDER BY since, email`,
      [organizationId],
    );
    return [...new Set(rows.map(({ email }) => email))];
  }

  async findUserByEmail(
    email: string,
    db: EntityManager = this.dataSource.manager,
  ): Promise<UserEntity | undefined> {
    return (await db.findOneBy(UserEntity, { email })) ?? undefined;
  }

  /** The oldest one that the user belongs to. */
  async firstOrganizationId(tx: Transaction, userId: string): Promise<string | undefined> {
    const [row] = await tx.query<Array<{ id: string }>>(
      `SELECT organizations.id FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
       WHERE memberships.user_id = $1 ORDER BY organizations.created_at, organizations.id LIMIT 1`,
      [userId],
    );
    return row?.id;
  }

  /** Where the user is a member, oldest organization first. */
  async memberships(
    userId: string,
    db: Pick<DataSource, 'query'> = this.dataSource,
  ): Promise<MembershipRow[]> {
    return db.query(
      `SELECT organizations.id, organizations.name, memberships.role
       FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
       WHERE memberships.user_id = $1 ORDER BY organizations.created_at, organizations.id`,
      [userId],
    );
  }
}
