import { Injectable } from '@nestjs/common';
import { returning, Transaction } from '../../../core/database/transaction';
import { StandingRow } from './quota-standing.repository';

@Injectable()
export class QuotaWarningsRepository {
  /**
   * Notes that the warning is given. False when it was before, of this limit or of a greater one, or one of a higher level was: whoever
   * asks second need not speak.
   */
  async claim(
    tx: Transaction,
    { organizationId, livemode, companyId, maximum }: StandingRow,
    month: string,
    level: number,
    now: Date,
  ): Promise<boolean> {
    const rows = await returning(
      tx,
      `INSERT INTO quota_warnings AS given (organization_id, livemode, month, company_id, level, maximum, warned_at)
       SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (
         SELECT FROM quota_warnings
         WHERE organization_id = $1 AND livemode = $2 AND month = $3 AND company_id = $4 AND level > $5 AND maximum >= $6)
       ON CONFLICT ON CONSTRAINT pk_quota_warnings DO UPDATE SET maximum = excluded.maximum, warned_at = excluded.warned_at
         WHERE given.maximum < excluded.maximum
       RETURNING level`,
      [organizationId, livemode, month, companyId, level, maximum, now],
    );
    return rows.length === 1;
  }
}
