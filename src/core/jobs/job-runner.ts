import {
  BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../clock/clock';
import { PeriodicTask } from '../clock/periodic-task';
import { Settings } from '../config/settings';
import { Transactions } from '../database/transaction';
import { JOB_QUEUE } from '../queue/queue.module';
import { WakeUpQueue } from '../queue/wake-up-queue';
import { JobHandler, LeasedJob, LeaseLost, RunLater } from './job';
import { JobRow, JobsRepository } from './jobs.repository';
import { JobsService } from './jobs.service';

const concurrency = 20;
const leaseMilliseconds = 60_000;

/** Waits after a failed run: 5 s, 10 s, 20 s … up to an hour. */
export function backoffMilliseconds(attempt: number): number {
  return Math.min(5_000 * 2 ** (attempt - 1), 3_600_000);
}

/**
 * Runs jobs in worker processes: woken by Bull, leased in Postgres, swept for what no wake-up announced. A wake-up names no job: who
 * hears it takes one after the other until none is due, and when there was one wakes the next slot, here or in another process.
 */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly handlers = new Map<string, JobHandler>();
  private readonly sweep: PeriodicTask;
  private stopping = false;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly repository: JobsRepository,
    private readonly jobs: JobsService,
    private readonly transactions: Transactions,
    @Inject(JOB_QUEUE) private readonly queue: WakeUpQueue,
  ) {
    // Not awaited: while Redis is away an announcement waits for it, and the end of the process must not.
    const work = () => Promise.resolve(jobs.announceDue());
    this.sweep = new PeriodicTask('the sweep of jobs', settings.SWEEP_INTERVAL_MS, work);
  }

  register(handler: JobHandler): void {
    if (this.handlers.has(handler.kind)) throw new Error(`two handlers for jobs of kind ${handler.kind}`);
    this.handlers.set(handler.kind, handler);
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE === 'api') return;
    this.queue.listen(concurrency, () => this.runDue());
    this.sweep.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.settings.ROLE === 'api') return;
    this.stopping = true;
    await this.sweep.stop();
    await this.queue.stopListening();
  }

  private async runDue(): Promise<void> {
    const first = await this.claim();
    if (first) this.jobs.announceDue();
    for (let row = first; row; row = await this.claim()) await this.run(row);
  }

  private async claim(): Promise<JobRow | undefined> {
    if (this.stopping) return undefined;
    const now = this.clock.now();
    // A newer version beside us may have work of kinds that we do not know: it is left to that one.
    const kinds = [...this.handlers.keys()];
    return this.repository.claim(kinds, now, new Date(now.getTime() + leaseMilliseconds));
  }

  private async run(row: JobRow): Promise<void> {
    const handler = this.handlers.get(row.kind)!;
    const job = this.lease(row);
    try {
      await handler.run(job);
      if (!job.finished) await this.transactions.run((tx) => job.finish(tx));
    } catch (error) {
      await this.afterFailure(handler, job, row, error as Error);
    }
  }

  private lease(row: JobRow): LeasedJob & { finished: boolean } {
    const repository = this.repository;
    return {
      id: row.id,
      kind: row.kind,
      subjectId: row.subject_id,
      organizationId: row.organization_id,
      livemode: row.livemode,
      attempt: row.attempt,
      finished: false,
      async finish(tx) {
        if (!(await repository.remove(tx, row.id, row.token)))
          throw new LeaseLost(`job ${row.id} was taken over`);
        this.finished = true;
      },
    };
  }

  private async afterFailure(handler: JobHandler, job: LeasedJob, row: JobRow, error: Error): Promise<void> {
    if (error instanceof LeaseLost) return this.logger.warn(error.message);
    if (error instanceof RunLater) {
      return this.postpone(row, error.runAt, row.attempt - 1, error.reason?.slice(0, 500) ?? null);
    }
    this.logger.warn({ err: error, job: job.id, kind: job.kind, attempt: job.attempt }, 'a job failed');
    if (job.attempt >= handler.maximumAttempts) return handler.giveUp(job, error);
    const runAt = new Date(this.clock.now().getTime() + backoffMilliseconds(row.attempt));
    await this.postpone(row, runAt, row.attempt, error.message.slice(0, 500));
  }

  private async postpone(row: JobRow, runAt: Date, attempt: number, error: string | null): Promise<void> {
    await this.repository.postpone(row.id, row.token, runAt, attempt, error);
    this.jobs.announce(row.id, row.token, runAt);
  }
}
