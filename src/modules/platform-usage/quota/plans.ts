import { DataSource } from 'typeorm';

/** What an operator allows organizations to send in a calendar month (UTC); null is as much as they like. */
export interface Plan {
  name: string;
  documents: number | null;
  documentsPerCompany: number | null;
  /** Refuses what goes beyond, instead of warning only. */
  hard: boolean;
}

/** For the command alone, which has no server around it. Servers go by a change within seconds. */
export class Plans {
  constructor(private readonly dataSource: DataSource) {}

  list(): Promise<Array<Plan & { organizations: string[] }>> {
    return this.dataSource.query(
      `SELECT plans.name, plans.documents, plans.documents_per_company AS "documentsPerCompany", plans.hard,
         array_remove(array_agg(organizations.id ORDER BY organizations.id), NULL) AS organizations
       FROM plans LEFT JOIN organizations ON organizations.plan = plans.name GROUP BY plans.name ORDER BY plans.name`,
    );
  }

  /** Makes the plan, or changes it for all who have it. */
  async set({ name, documents, documentsPerCompany, hard }: Plan, now: Date): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO plans (name, documents, documents_per_company, hard, changed_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT pk_plans DO UPDATE SET documents = excluded.documents,
         documents_per_company = excluded.documents_per_company, hard = excluded.hard, changed_at = excluded.changed_at`,
      [name, documents, documentsPerCompany, hard, now],
    );
  }

  /** Without a plan, no limit. Throws a sentence when there is no such plan or organization. */
  async assign(organizationId: string, plan: string | null, now: Date): Promise<void> {
    if (plan !== null && !(await this.exists(plan))) throw new Error(`there is no plan "${plan}"`);
    const [, changed]: [unknown, number] = await this.dataSource.query(
      `UPDATE organizations SET plan = $2, plan_since = $3 WHERE id = $1`,
      [organizationId, plan, now],
    );
    if (changed === 0) throw new Error(`there is no organization "${organizationId}"`);
  }

  /** Throws a sentence when there is none, or somebody has it. */
  async remove(name: string): Promise<void> {
    const [, removed]: [unknown, number] = await this.dataSource.query(
      `DELETE FROM plans WHERE name = $1 AND NOT EXISTS (SELECT FROM organizations WHERE plan = $1)`,
      [name],
    );
    if (removed === 1) return;
    const why = (await this.exists(name))
      ? `organizations have the plan "${name}"`
      : `there is no plan "${name}"`;
    throw new Error(why);
  }

  private async exists(name: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(`SELECT FROM plans WHERE name = $1`, [name]);
    return rows.length === 1;
  }
}
