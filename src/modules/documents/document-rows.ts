import { NewRow } from '../../core/database/statement';
import { Document } from './document.entity';

/** The unique index that keeps a company from sending a number twice. */
export const numberConstraint = 'uq_documents_number';

/** What nobody has done to a new document; the columns' defaults say the same. */
export const untouched = { transmission: 1, tags: [], notes: null, archived: false, assignee: null };

/** The bytes of the legal record, as they were sent or as they came. */
export interface Payload {
  mediaType: string;
  bytes: Buffer;
  sha256: Buffer;
}

export function documentRow(document: Document): NewRow {
  return {
    table: 'documents',
    values: {
      id: document.id,
      organization_id: document.organizationId,
      livemode: document.livemode,
      company_id: document.companyId,
      direction: document.direction,
      type: document.type,
      number: document.number,
      format: document.format,
      status: document.status,
      delivery_status: document.deliveryStatus,
      lifecycle_status: document.lifecycleStatus,
      sender_id: document.senderId,
      sender_name: document.senderName,
      receiver_id: document.receiverId,
      receiver_name: document.receiverName,
      issue_date: document.issueDate,
      due_date: document.dueDate,
      currency: document.currency,
      total: document.total,
      metadata: JSON.stringify(document.metadata),
      simulated_compliance: document.simulatedCompliance,
      message_id: document.messageId,
      error_code: document.errorCode,
      error_message: document.errorMessage,
      violations: JSON.stringify(document.violations),
      sequence: document.sequence,
      created_at: document.createdAt,
      updated_at: document.updatedAt,
    },
  };
}

export function payloadRow(documentId: string, { mediaType, bytes, sha256 }: Payload): NewRow {
  return {
    table: 'document_payloads',
    values: { document_id: documentId, media_type: mediaType, bytes, sha256 },
  };
}
