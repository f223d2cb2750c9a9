import { DataSource } from 'typeorm';
import { Transaction } from '../../core/database/transaction';

export interface ListedOrganization {
  id: string;
  name: string;
  entitlements: string[];
  /** Addresses of local accounts; an external issuer keeps its own. */
  owners: string[];
}

/** What an operator's command asks of organizations, beyond what requests do. */
export class OrganizationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  list(): Promise<ListedOrganization[]> {
    return this.dataSource.query(
      `SELECT organizations.id, organizations.name, organizations.entitlements,
         array_remove(array_agg(users.email ORDER BY users.email), NULL) AS owners
       FROM organizations
       LEFT JOIN memberships ON memberships.organization_id = organizations.id AND memberships.role = 'owner'
       LEFT JOIN users ON users.id = memberships.user_id
       GROUP BY organizations.id ORDER BY organizations.created_at, organizations.id`,
    );
  }

  /** The one of that name that the user owns. */
  async findOwned(tx: Transaction, userId: string, name: string): Promise<string | undefined> {
    const [row] = await tx.query<Array<{ id: string }>>(
      `SELECT organizations.id FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
       WHERE memberships.user_id = $1 AND memberships.role = 'owner' AND organizations.name = $2
       ORDER BY organizations.created_at, organizations.id LIMIT 1`,
      [userId, name],
    );
    return row?.id;
  }

  /** What it has paid for, as nobody else changes it until the transaction ends; undefined when there is no such organization. */
  async lockEntitlements(tx: Transaction, id: string): Promise<string[] | undefined> {
    const [row] = await tx.query<Array<{ entitlements: string[] }>>(
      `SELECT entitlements FROM organizations WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    return row?.entitlements;
  }

  async setEntitlements(tx: Transaction, id: string, entitlements: string[]): Promise<void> {
    await tx.query(`UPDATE organizations SET entitlements = $2 WHERE id = $1`, [id, entitlements]);
  }
}
