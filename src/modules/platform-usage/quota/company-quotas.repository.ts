import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../../core/auth/caller';
import { Transaction } from '../../../core/database/transaction';

export interface CompanyQuota {
  documents: number;
  hard: boolean;
}

@Injectable()
export class CompanyQuotasRepository {
  async set(
    tx: Transaction,
    { organizationId, livemode }: Tenancy,
    companyId: string,
    { documents, hard }: CompanyQuota,
    now: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO company_quotas (company_id, organization_id, livemode, documents, hard, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT pk_company_quotas
       DO UPDATE SET documents = excluded.documents, hard = excluded.hard, changed_at = excluded.changed_at`,
      [companyId, organizationId, livemode, documents, hard, now],
    );
  }

  async remove(tx: Transaction, companyId: string): Promise<void> {
    await tx.query(`DELETE FROM company_quotas WHERE company_id = $1`, [companyId]);
  }
}
