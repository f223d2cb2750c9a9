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

const nextVersion = `sequence = sequence + 1, updated_at = greatest($2, updated_at + interval '1 millisecond')`;

/**
 * The steps of an outgoing document. Each is taken from the states it may follow and from no other, so a repeated or late message of
 * the network changes nothing and gives undefined.
 */
@Injectable()
export class ProgressRepository {
  async sent(tx: Transaction, id: string, now: Date): Promise<Version | undefined> {
    return this.step(tx, `status = 'sent', sent_at = $2`, `status = 'queued'`, [id, now]);
  }

  async delivered(tx: Transaction, id: string, now: Date): Promise<Version | undefined> {
    return this.step(
      tx,
      `delivery_status = 'delivered', delivered_at = $2`,
      `status = 'sent' AND delivery_status = 'pending'`,
      [id, now],
    );
  }

  async failed(
    tx: Transaction,
    id: string,
    now: Date,
    code: string,
    message: string,
  ): Promise<Version | undefined> {
    return this.step(
      tx,
      `status = 'failed', delivery_status = 'failed', error_code = $3, error_message = $4`,
      `status IN ('queued', 'sent') AND delivery_status = 'pending'`,
      [id, now, code, message],
    );
  }

  /** Since when the network has not taken the document: noted at the first refusal. No change that anybody is told of. */
  async unreachableSince(tx: Transaction, id: string, now: Date): Promise<Date> {
    const rows = await returning<{ since: Date }>(
      tx,
      `UPDATE documents SET unreachable_since = coalesce(unreachable_since, $2) WHERE id = $1
       RETURNING unreachable_since AS since`,
      [id, now],
    );
    return rows[0]?.since ?? now;
  }

  /** Evidence of the hand-off, which may be known later than its outcome. */
  async noteMessageId(tx: Transaction, id: string, messageId: string): Promise<void> {
    await tx.query(`UPDATE documents SET message_id = $2 WHERE id = $1 AND message_id IS NULL`, [
      id,
      messageId,
    ]);
  }

  /** For what happens to a document without a step of its own; the row stays locked until the transaction ends. */
  async nextVersion(tx: Transaction, id: string, now: Date): Promise<Version & Owner> {
    const rows = await returning<Version & Owner>(
      tx,
      `UPDATE documents SET ${nextVersion} WHERE id = $1
       RETURNING updated_at AS "updatedAt", sequence, organization_id AS "organizationId", livemode, company_id AS "companyId"`,
      [id, now],
    );
    if (!rows[0]) throw new Error(`there is no document ${id}`);
    return rows[0];
  }

  private async step(
    tx: Transaction,
    set: string,
    from: string,
    parameters: unknown[],
  ): Promise<Version | undefined> {
    const rows = await returning<Version>(
      tx,
      `UPDATE documents SET ${set}, ${nextVersion} WHERE id = $1 AND direction = 'outgoing' AND ${from}
       RETURNING updated_at AS "updatedAt", sequence`,
      parameters,
    );
    return rows[0];
  }
}
