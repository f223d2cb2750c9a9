import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { ApiError } from '../../../core/http/api-error';
import { decodeCursor, toPage } from '../../../core/http/page';
import { WebhookEntity } from '../webhook.entity';
import { WebhooksRepository } from '../webhooks.repository';
import { WebhooksService } from '../webhooks.service';
import { ReconcileQuery } from './reconcile.inputs';
import { ReconcileOutput } from './reconcile.outputs';
import { ReconcileRepository } from './reconcile.repository';

const longest = 31 * 24 * 60 * 60 * 1_000;
const gapsShown = 100;

/** Answers "do I have everything?": what was emitted, what arrived where, and what did not. */
@Injectable()
export class ReconcileService {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly endpoints: WebhooksRepository,
    private readonly repository: ReconcileRepository,
    private readonly clock: Clock,
  ) {}

  async reconcile(tenancy: Tenancy, query: ReconcileQuery): Promise<ReconcileOutput> {
    const from = new Date(query.from);
    const to = query.to ? new Date(query.to) : this.clock.now();
    checkPeriod(from, to);
    const page = toPage(
      await this.find(tenancy, query),
      query.limit,
      ({ id }) => [id],
      (webhook) => webhook,
    );
    const data: ReconcileOutput['data'] = [];
    for (const webhook of page.data) {
      const { gaps, ...tally } = await this.repository.endpoint(webhook, from, to, gapsShown);
      const { id: webhookId, url, status } = webhook;
      data.push({ webhookId, url, status, ...tally, gaps: gaps ?? [] });
    }
    const events = await this.repository.events(tenancy, from, to);
    return { from: from.toISOString(), to: to.toISOString(), events, ...page, data };
  }

  private async find(
    tenancy: Tenancy,
    { webhookId, cursor, limit }: ReconcileQuery,
  ): Promise<WebhookEntity[]> {
    if (webhookId) return [await this.webhooks.find(tenancy, webhookId)];
    const [before] = decodeCursor(cursor, /^wh_\w{1,40}$/) ?? [];
    return this.endpoints.list(tenancy, before, limit + 1);
  }
}

function checkPeriod(from: Date, to: Date): void {
  const message =
    from >= to
      ? 'must be later than from'
      : to.getTime() - from.getTime() > longest
        ? 'must be at most 31 days later than from'
        : undefined;
  if (!message) return;
  throw new ApiError('INVALID_DATE', {
    message: `to: ${message}`,
    details: [{ field: 'to', rule: 'period', message }],
  });
}
