import { Injectable } from '@nestjs/common';
import { Transaction } from '../../../core/database/transaction';
import { AppendedEvent } from '../../../core/events/event-log';

/** What each of these events says of a company's usage. */
const kinds: Readonly<Record<string, string>> = {
  'document.sent': 'sent',
  'document.failed': 'correction',
  'document.received': 'received',
  'compliance.reported': 'compliance_report',
};

@Injectable()
export class UsageRecordsRepository {
  /**
   * One row an event, never a counter: two sends of one company do not wait for each other. A failure takes back what the hand-off
   * counted, on the day on which that was; before the hand-off there is nothing to take back.
   */
  async record(tx: Transaction, events: AppendedEvent[]): Promise<void> {
    const counted = events.filter((event) => event.companyId && kinds[event.type]);
    if (counted.length === 0) return;
    await tx.query(
      `INSERT INTO usage_records (organization_id, livemode, company_id, day, kind, event_id)
       SELECT counted.organization_id, counted.livemode, counted.company_id,
         (coalesce(documents.sent_at, counted.at) AT TIME ZONE 'UTC')::date, counted.kind, counted.event_id
       FROM unnest($1::text[], $2::boolean[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])
         AS counted (organization_id, livemode, company_id, at, kind, event_id, document_id)
       LEFT JOIN documents ON documents.id = counted.document_id AND counted.kind IN ('sent', 'correction')
       WHERE counted.kind <> 'correction' OR documents.sent_at IS NOT NULL`,
      [
        counted.map((event) => event.organizationId),
        counted.map((event) => event.livemode),
        counted.map((event) => event.companyId),
        counted.map((event) => event.createdAt),
        counted.map((event) => kinds[event.type]),
        counted.map((event) => event.id),
        counted.map((event) => event.documentId),
      ],
    );
  }
}
