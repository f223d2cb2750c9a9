import { Injectable } from '@nestjs/common';
import { fieldChanges } from '../../../core/audit/audit-change';
import { Principal } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { Transaction } from '../../../core/database/transaction';
import { ApiError } from '../../../core/http/api-error';
import { JobsService } from '../../../core/jobs/jobs.service';
import { WebhookAudit } from '../webhook-audit';
import { WebhookEntity } from '../webhook.entity';
import { Replay, ReplayKind, ReplayScope } from './replay';
import { replayJob } from './replay-job';
import { ReplayOutput, toReplayOutput } from './replay.outputs';
import { ReplaysRepository } from './replays.repository';

/** What becomes of the events that a stopped webhook missed: all of them, none, or those since a time. */
export type ReplayWish = 'all' | 'none' | { since: string };

/** Sends a webhook what it has missed, at a pace that it can take. The work itself is a job: see replay-job. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly repository: ReplaysRepository,
    private readonly jobs: JobsService,
    private readonly audit: WebhookAudit,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** When a webhook is active again. Held deliveries leave or are discarded; events that had none are looked up in the log. */
  async resume(tx: Transaction, webhook: WebhookEntity, wish: ReplayWish, by: Principal): Promise<void> {
    const now = this.clock.now();
    const expected = await this.repository.countHeld(tx, webhook.id);
    const since = typeof wish === 'object' ? new Date(wish.since) : wish === 'none' ? now : null;
    await this.start(tx, webhook, { kind: 'release', since, until: now, scope: 'all', expected }, by.id);
    if (typeof wish === 'object') await this.replayEvents(tx, webhook, since!, now, 'missing', by.id);
  }

  /** When a webhook is deleted: nobody waits for its deliveries any more. */
  async discardAll(tx: Transaction, webhook: WebhookEntity, by: Principal): Promise<void> {
    const now = this.clock.now();
    const expected = await this.repository.countHeld(tx, webhook.id);
    await this.start(tx, webhook, { kind: 'discard', since: now, until: now, scope: 'all', expected }, by.id);
  }

  /** Past events again, as new deliveries. Throws INVALID_TRANSITION unless the webhook is active. */
  async replay(
    tx: Transaction,
    webhook: WebhookEntity,
    wish: { since: string; until?: string; include: 'all' | 'undelivered' },
    by: Principal,
  ): Promise<ReplayOutput> {
    requireActive(webhook);
    const now = this.clock.now();
    const until = wish.until ? new Date(Math.min(Date.parse(wish.until), now.getTime())) : now;
    const replay = await this.replayEvents(tx, webhook, new Date(wish.since), until, wish.include, by.id);
    await this.audit.note(tx, 'webhook.replayed', webhook, fieldChanges({}, wish));
    return toReplayOutput(replay, this.settings.REPLAY_PER_SECOND);
  }

  /** The deliveries that used up their attempts, again. Throws INVALID_TRANSITION unless the webhook is active. */
  async recover(
    tx: Transaction,
    webhook: WebhookEntity,
    wish: { since?: string },
    by: Principal,
  ): Promise<ReplayOutput> {
    requireActive(webhook);
    const since = wish.since ? new Date(wish.since) : null;
    const until = this.clock.now();
    const expected = await this.repository.countExhausted(tx, webhook.id, since, until);
    const plan = { kind: 'recover', since, until, scope: 'undelivered', expected } as const;
    const replay = await this.start(tx, webhook, plan, by.id);
    await this.audit.note(tx, 'webhook.recovered', webhook, fieldChanges({}, wish));
    return toReplayOutput(replay, this.settings.REPLAY_PER_SECOND);
  }

  async get(webhookId: string, id: string): Promise<ReplayOutput> {
    const replay = await this.repository.find(webhookId, id);
    if (!replay) throw new ApiError('NOT_FOUND', { message: 'There is no such replay of this webhook.' });
    return toReplayOutput(replay, this.settings.REPLAY_PER_SECOND);
  }

  private async replayEvents(
    tx: Transaction,
    webhook: WebhookEntity,
    since: Date,
    until: Date,
    scope: ReplayScope,
    by: string,
  ): Promise<Replay> {
    const { count: expected, position } = await this.repository.findEvents(tx, webhook, since, until);
    return this.start(tx, webhook, { kind: 'replay', since, until, scope, expected, position }, by);
  }

  private async start(
    tx: Transaction,
    { id: webhookId, organizationId, livemode }: WebhookEntity,
    plan: Pick<Replay, 'since' | 'until' | 'scope' | 'expected'> & {
      kind: ReplayKind;
      position?: string[] | null;
    },
    createdBy: string,
  ): Promise<Replay> {
    const replay: Replay = {
      position: null,
      ...plan,
      id: newIdentifier('rpl'),
      webhookId,
      state: 'running',
      horizon: null,
      queued: 0,
      discarded: 0,
      createdBy,
      createdAt: this.clock.now(),
      finishedAt: null,
    };
    await this.repository.insert(tx, replay);
    await this.jobs.enqueue(tx, { kind: replayJob, subjectId: replay.id, organizationId, livemode });
    return replay;
  }
}

function requireActive({ status }: WebhookEntity): void {
  if (status === 'active') return;
  throw new ApiError('INVALID_TRANSITION', {
    message: `The webhook is ${status}: make it active first, with PATCH {"status":"active","replay":…}.`,
  });
}
