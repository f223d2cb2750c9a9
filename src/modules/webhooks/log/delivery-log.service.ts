import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { Transaction } from '../../../core/database/transaction';
import { ApiError } from '../../../core/http/api-error';
import { decodeCursor, Page, toPage } from '../../../core/http/page';
import { DeliveryBell } from '../engine/delivery-bell';
import { WebhookAudit } from '../webhook-audit';
import { WebhooksService } from '../webhooks.service';
import { DeliveryLogRepository, DeliveryRow } from './delivery-log.repository';
import { DeliveriesQuery } from './delivery.inputs';
import {
  DeliveryDetailOutput,
  DeliveryOutput,
  ResentDeliveryOutput,
  toAttemptOutput,
  toDeliveryOutput,
} from './delivery.outputs';

const terminal = new Set(['delivered', 'exhausted', 'discarded']);

/** What became of every delivery, down to the bytes; and any of them once more. */
@Injectable()
export class DeliveryLogService {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly repository: DeliveryLogRepository,
    private readonly bell: DeliveryBell,
    private readonly audit: WebhookAudit,
    private readonly clock: Clock,
  ) {}

  async list(tenancy: Tenancy, webhookId: string, query: DeliveriesQuery): Promise<Page<DeliveryOutput>> {
    await this.webhooks.find(tenancy, webhookId);
    const { limit, cursor, state: states, type: types, since, until, documentId, eventId } = query;
    const [before] = decodeCursor(cursor, /^dlv_\w{1,40}$/) ?? [];
    const filter = { states, types, since, until, documentId, eventId, before, limit: limit + 1 };
    const rows = await this.repository.list(webhookId, filter);
    return toPage(rows, limit, (row) => [row.id], toDeliveryOutput);
  }

  async get(tenancy: Tenancy, webhookId: string, id: string): Promise<DeliveryDetailOutput> {
    await this.webhooks.find(tenancy, webhookId);
    const delivery = orNotFound(await this.repository.find(webhookId, id));
    const attempts = await this.repository.attempts(id);
    const body = await this.repository.body(delivery.event_id);
    return {
      ...toDeliveryOutput(delivery),
      body: body?.toString() ?? null,
      attempts: attempts.map(toAttemptOutput),
    };
  }

  /** A new delivery of the same bytes. Throws INVALID_TRANSITION while the old one is still on its way or its webhook is disabled. */
  async resend(
    tx: Transaction,
    tenancy: Tenancy,
    webhookId: string,
    id: string,
  ): Promise<ResentDeliveryOutput> {
    const webhook = await this.webhooks.lock(tx, tenancy, webhookId);
    const { status } = webhook;
    const delivery = orNotFound(await this.repository.find(webhookId, id, tx));
    refuseOpen(delivery);
    if (status === 'disabled') throw refused('The webhook is disabled: make it active first.');
    const state = status === 'active' ? 'pending' : 'held';
    const resent = await this.repository.resend(tx, id, state, this.clock.now());
    if (!resent) throw refused('Its event is past the retention time and is gone.');
    const subject = { type: 'delivery', id };
    await this.audit.note(
      tx,
      'webhook.delivery_resent',
      webhook,
      [{ field: 'resentAs', to: resent }],
      subject,
    );
    if (state === 'pending') this.bell.ringAfter(tx);
    const message =
      state === 'pending'
        ? 'It leaves at once, with the same body and a fresh signature.'
        : 'The webhook is paused: it is held until you make the webhook active.';
    return { ...toDeliveryOutput(orNotFound(await this.repository.find(webhookId, resent, tx))), message };
  }
}

function refuseOpen({ state }: DeliveryRow): void {
  if (terminal.has(state)) return;
  const what = state === 'held' ? 'is held until its webhook is active' : 'is still on its way';
  throw refused(`This delivery ${what}; it will be attempted by itself.`);
}

function refused(message: string): ApiError {
  return new ApiError('INVALID_TRANSITION', { message });
}

function orNotFound(delivery: DeliveryRow | undefined): DeliveryRow {
  if (!delivery) throw new ApiError('NOT_FOUND', { message: 'There is no such delivery of this webhook.' });
  return delivery;
}
