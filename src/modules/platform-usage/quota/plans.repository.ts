import { DataSource } from 'typeorm';
import { Transaction } from '../../../core/database/transaction';

/** What an operator allows organizations to send in a calendar month (UTC); null is as much as they like. */
export interface Plan {
  name: string;
  documents: number | null;
  documentsPerCompany: number | null;
  /** Refuses what goes beyond, instead of warning only. */
  hard: boolean;
}

const columns =
  'plans.name, plans.documents, plans.documents_per_company AS "documentsPerCompany", plans.hard';

export class PlansRepository {
  constructor(private readonly dataSource: DataSource) {}

  list(): Promise<Array<Plan & { organizations: string[] }>> {
    return this.dataSource.query(
      `SELECT ${columns}, array_remove(array_agg(organizations.id ORDER BY organizations.id), NULL) AS organizations
       FROM plans LEFT JOIN organizations ON organizations.plan = plans.name GROUP BY plans.name ORDER BY plans.name`,
    );
  }

  find(tx: Transaction, name: string): Promise<Plan | undefined> {
    return this.one(tx, name, '');
  }

  /** Nobody changes it, or gives it to an organization, until the transaction ends. */
  lock(tx: Transaction, name: string): Promise<Plan | undefined> {
    return this.one(tx, name, 'FOR UPDATE');
  }

  /** Nobody changes it until the transaction ends. */
  hold(tx: Transaction, name: string): Promise<Plan | undefined> {
    return this.one(tx, name, 'FOR SHARE');
  }

  async save(
    tx: Transaction,
    { name, documents, documentsPerCompany, hard }: Plan,
    now: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO plans (name, documents, documents_per_company, hard, changed_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT pk_plans DO UPDATE SET documents = excluded.documents,
         documents_per_company = excluded.documents_per_company, hard = excluded.hard, changed_at = excluded.changed_at`,
      [name, documents, documentsPerCompany, hard, now],
    );
  }

  async remove(tx: Transaction, name: string): Promise<void> {
    await tx.query(`DELETE FROM plans WHERE name = $1`, [name]);
  }

  /** The organizations that have the plan. */
  async holders(tx: Transaction, name: string): Promise<string[]> {
    const rows = await tx.query<Array<{ id: string }>>(
      `SELECT id FROM organizations WHERE plan = $1 ORDER BY id`,
      [name],
    );
    return rows.map(({ id }) => id);
  }

  async lockHolder(tx: Transaction, organizationId: string): Promise<{ plan: string | null } | undefined> {
    const rows = await tx.query<Array<{ plan: string | null }>>(
      `SELECT plan FROM organizations WHERE id = $1 FOR NO KEY UPDATE`,
      [organizationId],
    );
    return rows[0];
  }

  async assign(tx: Transaction, organizationId: string, plan: string | null, now: Date): Promise<void> {
    const sql = `UPDATE organizations SET plan = $2, plan_since = $3 WHERE id = $1`;
    await tx.query(sql, [organizationId, plan, now]);
  }

  private async one(tx: Transaction, name: string, lock: string): Promise<Plan | undefined> {
    const rows = await tx.query<Plan[]>(`SELECT ${columns} FROM plans WHERE name = $1 ${lock}`, [name]);
    return rows[0];
  }
}
