import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../../core/auth/caller';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { insertTogether } from '../../../core/database/statement';
import { returning, Transaction } from '../../../core/database/transaction';
import { nextVersion, Version } from '../document-versions';
import { Document } from '../document.entity';
import { LifecycleStatus } from '../document-states';
import { Decimal } from '../formats/invoice';
import { Payment } from '../formats/lifecycle-message';
import { TimelinePosition } from '../timeline/timeline-source';
import { totalOf } from './payments';
import { Actor } from './transitions';

/** What somebody said of a document, and where the document stood before and after it. */
export interface HistoryEntry {
  documentId: string;
  actor: Actor;
  status: LifecycleStatus;
  previousStatus: LifecycleStatus;
  currentStatus: LifecycleStatus;
  reasonCode?: string;
  reason?: string;
  payments: Payment[];
  /** Our own id of the message that tells it to the other side, or the network's id of the one that told us. */
  messageId?: string;
  /** What came of it beside, for people. */
  note?: string;
  /** When it was said, by the clock of whoever said it. */
  issuedAt: Date;
  at: Date;
}

export type KeptEntry = { id: string } & Omit<HistoryEntry, 'reasonCode' | 'reason' | 'messageId' | 'note'> &
  Record<'reasonCode' | 'reason' | 'messageId' | 'note', string | null>;

@Injectable()
export class LifecycleRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The document as it is, held until the transaction ends: of two changes at once the second sees the first. */
  async lock(tx: Transaction, id: string, tenancy?: Tenancy): Promise<Document | undefined> {
    const { organizationId, livemode, companyId } = tenancy ?? {};
    const partition = tenancy && { organizationId, livemode, ...(companyId && { companyId }) };
    const lock = { mode: 'pessimistic_write' as const };
    return (await tx.findOne(Document, { where: { id, ...partition }, lock })) ?? undefined;
  }

  async move(tx: Transaction, id: string, status: LifecycleStatus, now: Date): Promise<Version> {
    const [version] = await returning<Version>(
      tx,
      `UPDATE documents SET lifecycle_status = $3, ${nextVersion} WHERE id = $1 RETURNING updated_at AS "updatedAt", sequence`,
      [id, now, status],
    );
    return version!;
  }

  async note(tx: Transaction, entry: HistoryEntry): Promise<void> {
    const row = {
      table: 'lifecycle_history',
      values: {
        id: newIdentifier('lch', entry.at),
        document_id: entry.documentId,
        actor: entry.actor,
        status: entry.status,
        previous_status: entry.previousStatus,
        current_status: entry.currentStatus,
        reason_code: entry.reasonCode,
        reason: entry.reason,
        payments: JSON.stringify(entry.payments),
        paid_amount: entry.status === 'paid' ? totalOf(entry.payments) : '0',
        message_id: entry.messageId,
        note: entry.note,
        issued_at: entry.issuedAt,
        at: entry.at,
      },
    };
    const { sql, parameters } = insertTogether([row]);
    await tx.query(sql, parameters);
  }

  /** What has been received so far, and the last payment of it. */
  async paidSoFar(tx: Transaction, documentId: string): Promise<{ amount: Decimal; last?: Payment }> {
    const rows: Array<{ amount: Decimal; payments: Payment[] }> = await tx.query(
      `SELECT sum(paid_amount) OVER () AS amount, payments FROM lifecycle_history
       WHERE document_id = $1 AND status = 'paid' AND paid_amount <> 0 ORDER BY id DESC LIMIT 1`,
      [documentId],
    );
    return { amount: rows[0]?.amount ?? '0', last: rows[0]?.payments.at(-1) };
  }

  /** When the last message of that actor was written, if there was one. */
  async lastTold(tx: Transaction, documentId: string, actor: Actor): Promise<Date | null> {
    const [row] = await tx.query<Array<{ at: Date | null }>>(
      `SELECT max(issued_at) AS at FROM lifecycle_history
       WHERE document_id = $1 AND actor = $2 AND message_id IS NOT NULL`,
      [documentId, actor],
    );
    return row!.at;
  }

  /** Oldest first. */
  async after(documentId: string, position: TimelinePosition, limit: number): Promise<KeptEntry[]> {
    return this.dataSource.query(
      `SELECT id, document_id AS "documentId", actor, status, previous_status AS "previousStatus", current_status AS "currentStatus",
         reason_code AS "reasonCode", reason, payments, message_id AS "messageId", note, issued_at AS "issuedAt", at
       FROM lifecycle_history WHERE document_id = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4`,
      [documentId, position.at, position.id, limit],
    );
  }
}
