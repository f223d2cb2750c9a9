import { Injectable } from '@nestjs/common';
import { FieldChange, fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Transaction } from '../../core/database/transaction';
import { WebhookEntity } from './webhook.entity';

type AuditedWebhook = Pick<WebhookEntity, 'id' | 'organizationId' | 'livemode' | 'companyId'>;

/** Says in the audit log what is done to webhooks. */
@Injectable()
export class WebhookAudit {
  constructor(private readonly log: AuditLog) {}

  note(
    tx: Transaction,
    action: string,
    webhook: AuditedWebhook,
    changes: FieldChange[] = [],
    subject = { type: 'webhook', id: webhook.id },
  ): Promise<void> {
    return this.log.append(tx, { action, subject, companyId: webhook.companyId, owner: webhook, changes });
  }

  created(tx: Transaction, webhook: WebhookEntity): Promise<void> {
    return this.note(tx, 'webhook.created', webhook, fieldChanges({}, shown(webhook)));
  }

  async updated(tx: Transaction, before: WebhookEntity, after: WebhookEntity): Promise<void> {
    const changes = fieldChanges(shown(before), shown(after));
    if (changes.length > 0) await this.note(tx, 'webhook.updated', after, changes);
  }
}

/** As the API names them; the log itself hides the values of headers. */
function shown(webhook: WebhookEntity) {
  const { url, eventTypes: events, description, status, metadata, inFlightLimit, sealedHeaders } = webhook;
  return { url, events, description, status, metadata, inFlightLimit, headers: sealedHeaders };
}
