import { Injectable } from '@nestjs/common';
import { returning, Transaction } from '../../../core/database/transaction';
import { EventLog } from '../../../core/events/event-log';
import { DeliveriesRepository } from './deliveries.repository';
import { FailingWebhook, FailureNotices } from './failure-notices';
import { describeAnswer, Outcome } from './outcome';
import { WebhookAudit } from '../webhook-audit';
import { WebhookHistory } from '../webhook-history';

/** Its owner is warned after this many failed attempts of one delivery, while there is time to mend it. */
const warnedAfter = 4;

/** What failures do to a webhook: a warning, a pause, or the end of it; within the transaction that records them. */
@Injectable()
export class WebhookStanding {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly history: WebhookHistory,
    private readonly notices: FailureNotices,
    private readonly log: EventLog,
    private readonly audit: WebhookAudit,
  ) {}

  async afterFailure(tx: Transaction, outcome: Outcome, firstFailedAt: Date, now: Date): Promise<void> {
    if (outcome.gone) return this.disable(tx, outcome, now);
    if (outcome.state === 'exhausted') return this.pauseUnlessRecovered(tx, outcome, firstFailedAt, now);
    if (outcome.attempt === warnedAfter) await this.warnOnce(tx, outcome, firstFailedAt, now);
  }

  /** After eight failed attempts the webhook is paused, unless anything reached it since the first of them. */
  private async pauseUnlessRecovered(
    tx: Transaction,
    outcome: Outcome,
    firstFailedAt: Date,
    now: Date,
  ): Promise<void> {
    const reason = `A delivery failed ${outcome.attempt} times; the last attempt ${describeAnswer(outcome.answer)}.`;
    const webhook = await changed(
      tx,
      `UPDATE webhooks SET status = 'paused', paused_at = $2, paused_reason = $3, updated_at = $2
       WHERE id = $1 AND status = 'active' AND (recovered_at IS NULL OR recovered_at < $4) RETURNING ${columns}`,
      [outcome.webhookId, now, reason, firstFailedAt],
    );
    if (webhook) await this.stopped(tx, webhook, 'paused', reason, outcome, now);
  }

  private async disable(tx: Transaction, outcome: Outcome, now: Date): Promise<void> {
    const reason = 'The endpoint answered 410 Gone: it wants no more deliveries.';
    const webhook = await changed(
      tx,
      `UPDATE webhooks SET status = 'disabled', updated_at = $2 WHERE id = $1 AND status <> 'disabled' RETURNING ${columns}`,
      [outcome.webhookId, now],
    );
    if (webhook) await this.stopped(tx, webhook, 'disabled', reason, outcome, now);
  }

  private async stopped(
    tx: Transaction,
    webhook: FailingWebhook,
    status: 'paused' | 'disabled',
    reason: string,
    outcome: Outcome,
    now: Date,
  ): Promise<void> {
    await this.history.record(tx, webhook.id, { status, changedBy: 'system', reason, changedAt: now });
    await this.deliveries.holdWaiting(tx, webhook.id);
    const { id: webhookId, organization_id: organizationId, livemode, company_id: companyId, url } = webhook;
    const failed = { failureCount: webhook.failure_count, failedDeliveryId: outcome.id };
    const data = { webhookId, companyId, url, status, reason, ...failed };
    await this.log.append(tx, { type: 'webhook.paused', organizationId, livemode, data });
    const changes = [
      { field: 'status', to: status },
      { field: 'reason', to: reason },
    ];
    await this.audit.note(
      tx,
      `webhook.${status}`,
      { id: webhookId, organizationId, livemode, companyId },
      changes,
    );
    await this.notices.stopped(tx, webhook, status, reason, outcome);
  }

  private async warnOnce(tx: Transaction, outcome: Outcome, firstFailedAt: Date, now: Date): Promise<void> {
    const webhook = await changed(
      tx,
      `UPDATE webhooks SET warned_at = $2
       WHERE id = $1 AND status = 'active' AND (recovered_at IS NULL OR recovered_at < $3)
         AND (warned_at IS NULL OR warned_at < recovered_at) RETURNING ${columns}`,
      [outcome.webhookId, now, firstFailedAt],
    );
    if (webhook) await this.notices.warning(tx, webhook, outcome);
  }
}

const columns = 'id, organization_id, livemode, company_id, url, failure_count';

async function changed(
  tx: Transaction,
  sql: string,
  parameters: unknown[],
): Promise<FailingWebhook | undefined> {
  return (await returning<FailingWebhook>(tx, sql, parameters))[0];
}
