import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { insertUnlessKnown } from '../../../core/database/statement';
import { returning, Transaction } from '../../../core/database/transaction';
import { TimelinePosition } from '../timeline/timeline-source';

/** Of ours: until it is handed off, then as the network says. Of others': whether we could make something of it. */
export type MessageState =
  'queued' | 'sent' | 'delivered' | 'failed' | 'matched' | 'unmatched' | 'unreadable';

/** A message about a document, as it was sent or as it came. */
export interface StoredMessage {
  id: string;
  direction: 'outgoing' | 'incoming';
  organizationId: string;
  livemode: boolean;
  companyId: string;
  documentId: string | null;
  /** The network's id. */
  messageId: string | null;
  documentType: string | null;
  process: string | null;
  sender: string;
  receiver: string;
  bytes: Buffer;
  sha256: Buffer;
  state: MessageState;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
}

const columns = `id, direction, organization_id AS "organizationId", livemode, company_id AS "companyId", document_id AS "documentId",
  message_id AS "messageId", document_type AS "documentType", process, sender, receiver, bytes, sha256, state,
  error_code AS "errorCode", error_message AS "errorMessage", created_at AS "createdAt"`;

@Injectable()
export class LifecycleMessagesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** False when the network has brought it before. */
  async insert(tx: Transaction, message: StoredMessage): Promise<boolean> {
    const { sql, parameters } = insertUnlessKnown({
      table: 'lifecycle_messages',
      values: {
        id: message.id,
        direction: message.direction,
        organization_id: message.organizationId,
        livemode: message.livemode,
        company_id: message.companyId,
        document_id: message.documentId,
        message_id: message.messageId,
        document_type: message.documentType,
        process: message.process,
        sender: message.sender,
        receiver: message.receiver,
        bytes: message.bytes,
        sha256: message.sha256,
        state: message.state,
        error_code: message.errorCode,
        error_message: message.errorMessage,
        created_at: message.createdAt,
        updated_at: message.createdAt,
      },
    });
    return (await returning(tx, sql, parameters)).length === 1;
  }

  async find(id: string): Promise<StoredMessage | undefined> {
    const rows: StoredMessage[] = await this.dataSource.query(
      `SELECT ${columns} FROM lifecycle_messages WHERE id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Its document; nothing when it is not in a state that this may follow: what the network repeats changes nothing. */
  async settle(
    tx: Transaction,
    id: string,
    state: 'sent' | 'delivered' | 'failed',
    now: Date,
    more: { messageId?: string; errorCode?: string; errorMessage?: string } = {},
  ): Promise<string | undefined> {
    const from = state === 'sent' ? ['queued'] : ['queued', 'sent'];
    const rows = await returning<{ document_id: string }>(
      tx,
      `UPDATE lifecycle_messages SET state = $2, updated_at = $3, message_id = coalesce($4, message_id), error_code = $5, error_message = $6
       WHERE id = $1 AND direction = 'outgoing' AND state = ANY($7) RETURNING document_id`,
      [id, state, now, more.messageId, more.errorCode, more.errorMessage, from],
    );
    return rows[0]?.document_id;
  }

  /** Oldest first. */
  async after(documentId: string, { at, id }: TimelinePosition, limit: number): Promise<StoredMessage[]> {
    return this.dataSource.query(
      `SELECT ${columns} FROM lifecycle_messages WHERE document_id = $1 AND (created_at, id) > ($2, $3)
       ORDER BY created_at, id LIMIT $4`,
      [documentId, at, id, limit],
    );
  }
}
