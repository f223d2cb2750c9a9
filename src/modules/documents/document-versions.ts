import { Injectable } from '@nestjs/common';
import { returning, Transaction } from '../../core/database/transaction';

/** Which version of the document a change made. */
export interface Version {
  updatedAt: Date;
  sequence: number;
}

/** Whose document it is. */
interface Owner {
  organizationId: string;
  livemode: boolean;
  companyId: string;
}

/** What every change sets, with the time as $2: later than the one before even within a millisecond. */
export const laterTime = `updated_at = greatest($2, updated_at + interval '1 millisecond')`;

/** What a change sets that an event tells of. */
export const nextVersion = `sequence = sequence + 1, ${laterTime}`;

/** For what happens to a document without a change of its own. */
@Injectable()
export class DocumentVersions {
  /** The row stays locked until the transaction ends. */
  async next(tx: Transaction, id: string, now: Date): Promise<Version & Owner> {
    const rows = await returning<Version & Owner>(
      tx,
      `UPDATE documents SET ${nextVersion} WHERE id = $1
       RETURNING updated_at AS "updatedAt", sequence, organization_id AS "organizationId", livemode, company_id AS "companyId"`,
      [id, now],
    );
    if (!rows[0]) throw new Error(`there is no document ${id}`);
    return rows[0];
  }
}
