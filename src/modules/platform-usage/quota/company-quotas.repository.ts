import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../../core/auth/caller';
import { Transaction } from '../../../core/database/transaction';

export interface CompanyQuota {
  documents: number;
  hard: boolean;
}

@Injectable()
export class CompanyQuotasRepository {
  /** The quota that there was before. */
  async set(
    tx: Transaction,
    { organizationId, livemode }: Tenancy,
    companyId: string,
    { documents, hard }: CompanyQuota,
    now: Date,
  ): Promise<CompanyQuota | undefined> {
    const before = await this.lock(tx, companyId);
    await tx.query(
      `INSERT INTO company_quotas (company_id, organization_id, livemode, documents, hard, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT pk_company_quotas
       DO UPDATE SET documents = excluded.documents, hard = excluded.hard, changed_at = excluded.changed_at`,
      [companyId, organizationId, livemode, documents, hard, now],
    );
    return before;
  }

  /** The quota that there was. */
  async remove(tx: Transaction, companyId: string): Promise<CompanyQuota | undefined> {
    const before = await this.lock(tx, companyId);
    await tx.query(`DELETE FROM company_quotas WHERE company_id = $1`, [companyId]);
    return before;
  }

  /** The company's row is locked first: where there is no quota yet, that of a change at the same time is waited for, too. */
  private async lock(tx: Transaction, companyId: string): Promise<CompanyQuota | undefined> {
    await tx.query(`SELECT FROM companies WHERE id = $1 FOR NO KEY UPDATE`, [companyId]);
    const rows = await tx.query<CompanyQuota[]>(
      `SELECT documents, hard FROM company_quotas WHERE company_id = $1`,
      [companyId],
    );
    return rows[0];
  }
}
