import { Injectable } from '@nestjs/common';
import { Principal, Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { newIdentifier } from '../../core/crypto/identifiers';
import { SealedBox } from '../../core/crypto/sealed-box';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, PageQuery, toPage } from '../../core/http/page';
import { OutboundClient } from '../../core/outbound/outbound.client';
import { openHeaders, sealHeaders } from './custom-headers';
import { ReplaysService } from './replay/replays.service';
import { newSigningSecret } from './signing-secret';
import { WebhookAudit } from './webhook-audit';
import { WebhookEntity } from './webhook.entity';
import { CreateWebhookInput, UpdateWebhookInput } from './webhook.inputs';
import {
  CreatedWebhookOutput,
  StatusHistoryOutput,
  toStatusHistory,
  toWebhookOutput,
  UpdatedWebhookOutput,
  WebhookOutput,
} from './webhook.outputs';
import { WebhookHistory } from './webhook-history';
import { WebhookStatusService } from './webhook-status.service';
import { WebhooksRepository } from './webhooks.repository';

/** Endpoints that events are delivered to: an organization's own, for all its companies, or one company's. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly repository: WebhooksRepository,
    private readonly status: WebhookStatusService,
    private readonly history: WebhookHistory,
    private readonly replays: ReplaysService,
    private readonly audit: WebhookAudit,
    private readonly outbound: OutboundClient,
    private readonly box: SealedBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** With `owner.companyId` the webhook is that company's, else the organization's. The secret is readable this once. */
  async create(tx: Transaction, owner: Tenancy, input: CreateWebhookInput): Promise<CreatedWebhookOutput> {
    this.checkUrl(input.url, owner.livemode);
    const secret = input.secret?.trim() ?? newSigningSecret();
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
      metadata: input.metadata ?? {},
      sealedSecret: this.box.seal(secret),
      previousSealedSecret: null,
      previousSecretUntil: null,
      sealedHeaders: sealHeaders(this.box, input.headers),
      inFlightLimit: input.inFlightLimit ?? this.settings.DELIVERY_IN_FLIGHT_PER_WEBHOOK,
      failureCount: 0,
      recoveredAt: null,
      pausedAt: null,
      pausedReason: null,
      warnedAt: null,
      lastTest: null,
      lastServedAt: null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
    await this.repository.insert(tx, webhook);
    await this.audit.created(tx, webhook);
    return { ...this.output(webhook), secret };
  }

  async list(tenancy: Tenancy, { limit, cursor }: PageQuery): Promise<Page<WebhookOutput>> {
    const [before] = decodeCursor(cursor, /^wh_\w{1,40}$/) ?? [];
    const rows = await this.repository.list(tenancy, before, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => [row.id],
      (row) => this.output(row),
    );
  }

  /** Throws WEBHOOK_NOT_FOUND. */
  async find(tenancy: Tenancy, id: string): Promise<WebhookEntity> {
    const webhook = await this.repository.find(tenancy, id);
    if (!webhook) throw new ApiError('WEBHOOK_NOT_FOUND');
    return webhook;
  }

  /** Throws WEBHOOK_NOT_FOUND. Holds the row until the transaction ends. */
  async lock(tx: Transaction, tenancy: Tenancy, id: string): Promise<WebhookEntity> {
    const webhook = await this.repository.lock(tx, tenancy, id);
    if (!webhook) throw new ApiError('WEBHOOK_NOT_FOUND');
    return webhook;
  }

  async get(tenancy: Tenancy, id: string): Promise<WebhookOutput> {
    return this.output(await this.find(tenancy, id));
  }

  async statusHistory(tenancy: Tenancy, id: string): Promise<StatusHistoryOutput> {
    await this.find(tenancy, id);
    return toStatusHistory(await this.history.list(id));
  }

  /** Members that are absent stay as they are; null clears. */
  async update(
    tx: Transaction,
    tenancy: Tenancy,
    by: Principal,
    id: string,
    input: UpdateWebhookInput,
  ): Promise<UpdatedWebhookOutput> {
    const webhook = await this.lock(tx, tenancy, id);
    if (input.url !== undefined) this.checkUrl(input.url, webhook.livemode);
    const changes = { ...this.changes(input), ...this.status.changes(webhook, input) };
    await this.repository.update(tx, id, changes);
    const updated = { ...webhook, ...changes };
    await this.audit.updated(tx, webhook, updated);
    const message = await this.status.follow(tx, webhook, updated, input, by);
    return { ...this.output(updated), ...(message && { message }) };
  }

  /** The row and its deliveries stay as evidence; it is no longer shown or served. */
  async delete(tx: Transaction, tenancy: Tenancy, by: Principal, id: string): Promise<void> {
    const webhook = await this.lock(tx, tenancy, id);
    const now = this.clock.now();
    await this.repository.update(tx, id, { status: 'disabled', deletedAt: now, updatedAt: now });
    await this.replays.discardAll(tx, webhook, by);
    await this.audit.note(tx, 'webhook.deleted', webhook);
  }

  private changes(input: UpdateWebhookInput): Partial<WebhookEntity> {
    const { url, events, description, inFlightLimit, headers, metadata } = input;
    return {
      ...(url !== undefined && { url: url.trim() }),
      ...(events !== undefined && { eventTypes: normalize(events) }),
      ...(description !== undefined && { description }),
      ...(inFlightLimit !== undefined && { inFlightLimit }),
      ...(headers !== undefined && { sealedHeaders: sealHeaders(this.box, headers) }),
      ...(metadata !== undefined && { metadata: metadata ?? {} }),
      updatedAt: this.clock.now(),
    };
  }

  private output(webhook: WebhookEntity): WebhookOutput {
    const headerNames = Object.keys(openHeaders(this.box, webhook.sealedHeaders));
    return toWebhookOutput(webhook, headerNames, this.clock.now());
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
