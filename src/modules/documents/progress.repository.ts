import { Injectable } from '@nestjs/common';
import { newIdentifier } from '../../core/crypto/identifiers';
import { returning, Transaction } from '../../core/database/transaction';
import { laterTime, nextVersion, Version } from './document-versions';

type DeliveryStep = 'queued' | 'sent' | 'delivered' | 'failed';

interface Change {
  step: DeliveryStep;
  /** What it sets, with the id as $1, the time as $2, code and message as $3 and $4. */
  set: string;
  /** The states that it may follow. */
  from: string;
  /** Whether an event tells of it: the sequence counts those. */
  silent?: true;
}

const steps: Readonly<Record<DeliveryStep, Change>> = {
  queued: {
    step: 'queued',
    set: `status = 'queued', delivery_status = 'pending', transmission = transmission + 1, message_id = NULL,
      sent_at = NULL, delivered_at = NULL, unreachable_since = NULL, error_code = $3, error_message = $4`,
    from: `status = 'failed'`,
    silent: true,
  },
  sent: { step: 'sent', set: `status = 'sent', sent_at = $2`, from: `status = 'queued'` },
  delivered: {
    step: 'delivered',
    set: `delivery_status = 'delivered', delivered_at = $2`,
    from: `status = 'sent' AND delivery_status = 'pending'`,
  },
  failed: {
    step: 'failed',
    set: `status = 'failed', delivery_status = 'failed', error_code = $3, error_message = $4`,
    from: `status IN ('queued', 'sent') AND delivery_status = 'pending'`,
  },
};

/**
 * The steps of an outgoing document. Each is taken from the states it may follow and from no other, so a repeated or late message of
 * the network changes nothing and gives undefined. Each is noted in the delivery's history by the same statement.
 */
@Injectable()
export class ProgressRepository {
  /** Once more, after a failure. */
  async queued(tx: Transaction, id: string, now: Date): Promise<Version | undefined> {
    return this.take(tx, steps.queued, id, now);
  }

  async sent(tx: Transaction, id: string, now: Date): Promise<Version | undefined> {
    return this.take(tx, steps.sent, id, now);
  }

  async delivered(tx: Transaction, id: string, now: Date): Promise<Version | undefined> {
    return this.take(tx, steps.delivered, id, now);
  }

  async failed(
    tx: Transaction,
    id: string,
    now: Date,
    code: string,
    message: string,
  ): Promise<Version | undefined> {
    return this.take(tx, steps.failed, id, now, code, message);
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

  private async take(
    tx: Transaction,
    { step, set, from, silent }: Change,
    id: string,
    now: Date,
    code: string | null = null,
    message: string | null = null,
  ): Promise<Version | undefined> {
    const [version] = await returning<Version>(
      tx,
      `WITH step AS (
         UPDATE documents SET ${set}, ${silent ? laterTime : nextVersion} WHERE id = $1 AND direction = 'outgoing' AND ${from}
         RETURNING transmission, updated_at, sequence
       ), noted AS (
         INSERT INTO delivery_history (id, document_id, transmission, step, error_code, error_message, at)
         SELECT $5, $1, transmission, $6, $3::text, $4::text, $2::timestamptz FROM step
       )
       SELECT updated_at AS "updatedAt", sequence FROM step`,
      [id, now, code, message, newIdentifier('dlh', now), step],
    );
    return version;
  }
}
