import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { Transaction, Transactions } from '../../../core/database/transaction';
import { JobHandler, LeasedJob, RunLater } from '../../../core/jobs/job';
import { JobRunner } from '../../../core/jobs/job-runner';
import { DeliveryBell } from '../engine/delivery-bell';
import { WebhookEntity } from '../webhook.entity';
import { WebhooksRepository } from '../webhooks.repository';
import { Replay, Round } from './replay';
import { ReplayRounds, roundSize } from './replay-rounds';
import { ReplaysRepository } from './replays.repository';

export const replayJob = 'webhooks.replay';

/** How long to wait for transactions that began before the replay, in milliseconds. */
const horizonPause = 500;

/**
 * Works through a replay in rounds of one transaction each: rows and position move together, so a crash repeats nothing. It stops
 * when the webhook is stopped; what it has not released then stays held.
 */
@Injectable()
export class ReplayJob implements JobHandler, OnModuleInit {
  readonly kind = replayJob;
  readonly maximumAttempts = 20;

  constructor(
    private readonly runner: JobRunner,
    private readonly repository: ReplaysRepository,
    private readonly rounds: ReplayRounds,
    private readonly webhooks: WebhooksRepository,
    private readonly transactions: Transactions,
    private readonly bell: DeliveryBell,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  /** One round a run: the job comes back when what it has queued is due. */
  async run(job: LeasedJob): Promise<void> {
    const next = await this.transactions.run(async (tx) => {
      const replay = await this.repository.lockRunning(tx, job.subjectId);
      if (!replay) return undefined;
      const webhook = await this.webhooks.findForWork(tx, replay.webhookId);
      if (replay.kind !== 'discard' && webhook.status !== 'active') return this.end(tx, replay, 'stopped');
      return this.round(tx, replay, webhook);
    });
    if (next) throw new RunLater(next);
  }

  async giveUp(job: LeasedJob): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.repository.end(tx, job.subjectId, 'stopped', this.clock.now());
      await job.finish(tx);
    });
  }

  /** When the next round is due; nothing when this was the last. */
  private async round(tx: Transaction, replay: Replay, webhook: WebhookEntity): Promise<Date | undefined> {
    const now = this.clock.now();
    // Asked first: whatever an old transaction still adds, the round that follows its end must see.
    const isLast = await this.repository.isHorizonPassed(tx, replay.horizon!);
    const round = await this.work(tx, replay, webhook, now);
    await this.repository.advance(tx, {
      ...replay,
      position: round.position ?? replay.position,
      queued: replay.queued + round.queued,
      discarded: replay.discarded + round.discarded,
    });
    if (round.queued > 0) this.bell.ringAfter(tx);
    const pace = (round.queued * 1_000) / this.settings.REPLAY_PER_SECOND;
    if (round.seen >= roundSize || round.discarded > 0) return new Date(now.getTime() + pace);
    if (isLast) return this.end(tx, replay, 'done');
    return new Date(now.getTime() + horizonPause);
  }

  private async work(tx: Transaction, replay: Replay, webhook: WebhookEntity, now: Date): Promise<Round> {
    const interval = 1 / this.settings.REPLAY_PER_SECOND;
    if (replay.kind === 'replay') return this.rounds.replay(tx, webhook, replay, now, interval);
    if (replay.kind === 'recover') return this.rounds.recover(tx, webhook, replay, now, interval);
    const discarded = replay.since && (await this.rounds.discard(tx, webhook.id, replay.since, now));
    if (replay.kind === 'discard') return discarded ?? nothing;
    return discarded && discarded.seen > 0 ? discarded : this.rounds.release(tx, webhook.id, now, interval);
  }

  private async end(tx: Transaction, replay: Replay, state: 'done' | 'stopped'): Promise<undefined> {
    await this.repository.end(tx, replay.id, state, this.clock.now());
  }
}

const nothing: Round = { seen: 0, queued: 0, discarded: 0, position: null };
