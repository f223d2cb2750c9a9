import { Injectable } from '@nestjs/common';
import { Settings } from '../../../core/config/settings';
import { Transaction } from '../../../core/database/transaction';
import { MailService } from '../../../core/mail/mail.service';
import { OrganizationContacts } from '../../../core/mail/organization-contacts.port';
import { describeAnswer, Outcome } from './outcome';
import { maximumAttempts } from './retry-schedule';

const examples = 3;

export interface FailingWebhook {
  id: string;
  organization_id: string;
  livemode: boolean;
  company_id: string | null;
  url: string;
  failure_count: number;
}

interface AttemptRow {
  number: number;
  started_at: Date;
  status_code: number | null;
  error: string | null;
}

/** The mails to an organization whose webhook fails: before it is too late, and when it was. */
@Injectable()
export class FailureNotices {
  constructor(
    private readonly mails: MailService,
    private readonly contacts: OrganizationContacts,
    private readonly settings: Settings,
  ) {}

  async warning(tx: Transaction, webhook: FailingWebhook, outcome: Outcome): Promise<void> {
    const text = [
      `A delivery to your webhook has failed ${outcome.attempt} times. After ${maximumAttempts} failed attempts without a success in between the ` +
        `webhook is paused; its events are then held, not lost.`,
      ...(await this.facts(tx, webhook, outcome)),
      `Next attempt: ${outcome.at.toISOString()}.`,
    ];
    await this.send(tx, webhook, 'Your webhook is failing', text);
  }

  async stopped(
    tx: Transaction,
    webhook: FailingWebhook,
    status: 'paused' | 'disabled',
    reason: string,
    outcome: Outcome,
  ): Promise<void> {
    const text = [
      `Your webhook is ${status}. ${reason} Its waiting events are held, not lost.`,
      ...(await this.facts(tx, webhook, outcome)),
      'Once the endpoint is healthy, take it up again; "replay" says what becomes of the events meanwhile ("all", "none", or {"since": "<time>"}):\n\n' +
        `  curl -X PATCH ${this.settings.PUBLIC_URL}/exchange/v1/webhooks/${webhook.id} \\\n` +
        `    -H "Authorization: Bearer $KEY" -d '{"status":"active","replay":"all"}'`,
    ];
    await this.send(tx, webhook, `Your webhook is ${status}`, text);
  }

  private async facts(tx: Transaction, webhook: FailingWebhook, outcome: Outcome): Promise<string[]> {
    const attempts = await tx.query<AttemptRow[]>(
      `SELECT number, started_at, status_code, error FROM delivery_attempts WHERE delivery_id = $1 ORDER BY number DESC LIMIT ${examples}`,
      [outcome.id],
    );
    const lines = attempts.map(
      ({ number, started_at, status_code, error }) =>
        `  attempt ${number}, ${started_at.toISOString()}: ${describeAnswer({ statusCode: status_code, error })}`,
    );
    return [
      [
        `Webhook:  ${webhook.id} (${webhook.livemode ? 'live' : 'test'} mode)`,
        `Address:  ${webhook.url}`,
        `Delivery: ${outcome.id}`,
      ].join('\n'),
      `Last status: ${outcome.answer.statusCode ?? 'none'}. Latest attempts:\n${lines.join('\n')}`,
    ];
  }

  private async send(
    tx: Transaction,
    webhook: FailingWebhook,
    subject: string,
    text: string[],
  ): Promise<void> {
    const { organization_id: organizationId, livemode } = webhook;
    const to = await this.contacts.emails(tx, organizationId);
    await this.mails.enqueue(tx, { organizationId, livemode, to, subject, text: text.join('\n\n') });
  }
}
