import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { newIdentifier } from '../../core/crypto/identifiers';
import { SealedBox } from '../../core/crypto/sealed-box';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, PageQuery, toPage } from '../../core/http/page';
import { OutboundClient } from '../../core/outbound/outbound.client';
import { DeliveriesRepository } from './deliveries.repository';
import { DeliveryBell } from './delivery-bell';
import { newSigningSecret } from './signature';
import { WebhookEntity } from './webhook.entity';
import { CreateWebhookInput, UpdateWebhookInput } from './webhook.inputs';
import { CreatedWebhookOutput, toWebhookOutput, WebhookOutput } from './webhook.outputs';
import { WebhooksRepository } from './webhooks.repository';

/** Endpoints that events are delivered to: an organization's own, for all its companies, or one company's. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly repository: WebhooksRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly bell: DeliveryBell,
    private readonly outbound: OutboundClient,
    private readonly box: SealedBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** With `owner.companyId` the webhook is that company's, else the organization's. The secret is readable this once. */
  async create(tx: Transaction, owner: Tenancy, input: CreateWebhookInput): Promise<CreatedWebhookOutput> {
    this.checkUrl(input.url, owner.livemode);
    const secret = newSigningSecret();
    const now = this.clock.now();
    const webhook: WebhookEntity = {
      id: newIdentifier('wh'),
      organizationId: owner.organizationId,
      livemode: owner.livemode,
      companyId: owner.companyId ?? null,
      url: input.url.trim(),
      eventTypes: normalize(input.events),
      description: input.description ?? null,
      status: 'active',
      sealedSecret: this.box.seal(secret),
      inFlightLimit: this.settings.DELIVERY_IN_FLIGHT_PER_WEBHOOK,
      failureCount: 0,
      recoveredAt: null,
      pausedAt: null,
      pausedReason: null,
      lastServedAt: null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
    await this.repository.insert(tx, webhook);
    return { ...toWebhookOutput(webhook), secret };
  }

  async list(tenancy: Tenancy, { limit, cursor }: PageQuery): Promise<Page<WebhookOutput>> {
    const [before] = decodeCursor(cursor, /^wh_\w{1,40}$/) ?? [];
    const rows = await this.repository.list(tenancy, before, limit + 1);
    return toPage(rows, limit, (row) => [row.id], toWebhookOutput);
  }

  async get(tenancy: Tenancy, id: string): Promise<WebhookOutput> {
    const webhook = await this.repository.find(tenancy, id);
    if (!webhook) throw new ApiError('WEBHOOK_NOT_FOUND');
    return toWebhookOutput(webhook);
  }

  /** Members that are absent stay as they are; a null description clears it. */
  async update(
    tx: Transaction,
    tenancy: Tenancy,
    id: string,
    input: UpdateWebhookInput,
  ): Promise<WebhookOutput> {
    const webhook = await this.lock(tx, tenancy, id);
    if (input.url !== undefined) this.checkUrl(input.url, webhook.livemode);
    const now = this.clock.now();
    const changes: Partial<WebhookEntity> = {
      ...(input.url !== undefined && { url: input.url.trim() }),
      ...(input.events !== undefined && { eventTypes: normalize(input.events) }),
      ...(input.description !== undefined && { description: input.description }),
      ...(input.status !== undefined && statusChanges(webhook, input.status, now)),
      updatedAt: now,
    };
    await this.repository.update(tx, id, changes);
    if (changes.status === 'active') {
      await this.deliveries.release(tx, id, now);
      this.bell.ringAfter(tx);
    }
    if (changes.status === 'disabled') await this.deliveries.hold(tx, id);
    return toWebhookOutput({ ...webhook, ...changes });
  }

  /** The row and its deliveries stay as evidence; it is no longer shown or served. */
  async delete(tx: Transaction, tenancy: Tenancy, id: string): Promise<void> {
    await this.lock(tx, tenancy, id);
    const now = this.clock.now();
    await this.repository.update(tx, id, { status: 'disabled', deletedAt: now, updatedAt: now });
    await this.deliveries.discard(tx, id, now);
  }

  private async lock(tx: Transaction, tenancy: Tenancy, id: string): Promise<WebhookEntity> {
    const webhook = await this.repository.lock(tx, tenancy, id);
    if (!webhook) throw new ApiError('WEBHOOK_NOT_FOUND');
    return webhook;
  }

  private checkUrl(url: string, livemode: boolean): void {
    const refusal = this.outbound.refusalOf(url.trim(), livemode);
    if (!refusal) return;
    throw new ApiError('WEBHOOK_URL_BLOCKED', {
      message: `The webhook's url ${refusal}.`,
      details: [{ field: 'url', rule: 'outbound_address', message: refusal }],
    });
  }
}

function normalize(events: string[]): string[] {
  return events.includes('*') ? ['*'] : [...new Set(events)];
}

function statusChanges(
  webhook: WebhookEntity,
  status: 'active' | 'disabled',
  now: Date,
): Partial<WebhookEntity> {
  if (webhook.status === status) return {};
  if (status === 'disabled') return { status };
  return { status, failureCount: 0, recoveredAt: now, pausedAt: null, pausedReason: null };
}
