import { Injectable } from '@nestjs/common';
import { Principal } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { DeliveriesRepository } from './engine/deliveries.repository';
import { ReplaysService, ReplayWish } from './replay/replays.service';
import { WebhookEntity } from './webhook.entity';
import { WebhookHistory } from './webhook-history';

export interface StatusWish {
  status?: 'active' | 'disabled';
  replay?: ReplayWish;
  reason?: string;
}

/** What its owner's change of a webhook's status brings with it: a history entry, and events that are held or leave. */
@Injectable()
export class WebhookStatusService {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly replays: ReplaysService,
    private readonly history: WebhookHistory,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Columns to write. Throws INVALID_TRANSITION when a replay is asked for and nothing is resumed. */
  changes(webhook: WebhookEntity, { status, replay }: StatusWish): Partial<WebhookEntity> {
    const isResumed = status === 'active' && webhook.status !== 'active';
    if (replay !== undefined && !isResumed) throw nothingToResume(webhook);
    if (status === undefined || status === webhook.status) return {};
    if (status === 'disabled') return { status };
    return { status, failureCount: 0, recoveredAt: this.clock.now(), pausedAt: null, pausedReason: null };
  }

  /** In the transaction that wrote those columns; tells in words what happens to events, if anything does. */
  async follow(
    tx: Transaction,
    before: WebhookEntity,
    after: WebhookEntity,
    { replay = 'all', reason }: StatusWish,
    by: Principal,
  ): Promise<string | undefined> {
    const { id, status } = after;
    if (before.status === status) return undefined;
    const change = { status, changedBy: by.id, reason: reason ?? null, changedAt: this.clock.now() };
    await this.history.record(tx, id, change);
    if (status === 'disabled') {
      await this.deliveries.holdWaiting(tx, id);
      return 'Waiting deliveries are held; new events make none until the webhook is active again.';
    }
    await this.replays.resume(tx, after, replay, by);
    return this.describe(replay);
  }

  private describe(replay: ReplayWish): string {
    const pace = `at most ${this.settings.REPLAY_PER_SECOND} a second`;
    if (replay === 'all') return `What was held leaves now, ${pace}.`;
    if (replay === 'none') return 'What was held is discarded; new events leave as usual.';
    return `What happened since ${new Date(replay.since).toISOString()} leaves now, ${pace}; older deliveries that were held are discarded.`;
  }
}

function nothingToResume({ status }: WebhookEntity): ApiError {
  const message =
    status === 'active'
      ? 'The webhook is active already: use POST /webhooks/{id}/replay to send past events again.'
      : 'A replay needs "status": "active" beside it.';
  return new ApiError('INVALID_TRANSITION', {
    message,
    details: [{ field: 'replay', rule: 'status', message }],
  });
}
