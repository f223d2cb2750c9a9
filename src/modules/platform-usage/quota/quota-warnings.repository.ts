import { Injectable } from '@nestjs/common';
import { returning, Transaction } from '../../../core/database/transaction';
import { StandingRow } from './quota-standing.repository';

@Injectable()
export class QuotaWarningsRepository {
  /** Notes that the warning is given. False when it was before, or one of a higher level: whoever asks second need not speak. */
  async claim(
    tx: Transaction,
    { organizationId, livemode, companyId }: StandingRow,
    month: string,
    level: number,
    now: Date,
  ): Promise<boolean> {
    const rows = await returning(
      tx,
      `INSERT INTO quota_warnings (organization_id, livemode, month, company_id, level, warned_at)
       SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (
         SELECT FROM quota_warnings
         WHERE organization_id = $1 AND livemode = $2 AND month = $3 AND company_id = $4 AND level > $5)
       ON CONFLICT ON CONSTRAINT pk_quota_warnings DO NOTHING RETURNING level`,
      [organizationId, livemode, month, companyId, level, now],
    );
    return rows.length === 1;
  }
}
