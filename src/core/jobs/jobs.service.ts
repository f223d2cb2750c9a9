import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { newIdentifier } from '../crypto/identifiers';
import { NewRow } from '../database/statement';
import { afterCommit, Transaction } from '../database/transaction';
import { Bell } from '../queue/bell';
import { JOB_QUEUE } from '../queue/queue.module';
import { WakeUpQueue } from '../queue/wake-up-queue';
import { NewJob } from './job';
import { JobsRepository } from './jobs.repository';

@Injectable()
export class JobsService {
  private readonly bell: Bell;

  constructor(
    private readonly repository: JobsRepository,
    private readonly clock: Clock,
    @Inject(JOB_QUEUE) private readonly queue: WakeUpQueue,
  ) {
    this.bell = new Bell(queue);
  }

  /** Records work in the caller's transaction and announces it after the commit. */
  async enqueue(tx: Transaction, job: NewJob): Promise<void> {
    const { row, announce } = this.prepare(job);
    await this.repository.insert(tx, row);
    afterCommit(tx, announce);
  }

  /** For work that is recorded together with other rows: its own, and what announces it after their commit. */
  prepare(job: NewJob): { row: NewRow; announce: () => void } {
    const id = newIdentifier('job');
    const runAt = job.runAt ?? this.clock.now();
    return { row: this.repository.newRow(id, job, runAt), announce: () => this.announce(id, 0, runAt) };
  }

  /** Brings waiting jobs forward to now. */
  async hasten(tx: Transaction, kind: string, subjectIds: string[]): Promise<void> {
    await this.repository.hasten(tx, kind, subjectIds, this.clock.now());
    afterCommit(tx, () => this.announceDue());
  }

  /** Brings waiting jobs of that kind forward to now, as many as may come at once. */
  async hastenWaiting(tx: Transaction, kind: string, maximum: number): Promise<void> {
    await this.repository.hastenWaiting(tx, kind, maximum, this.clock.now());
    afterCommit(tx, () => this.announceDue());
  }

  /** The token in the wake-up's id lets the next run of a job be announced while Bull still remembers the last. */
  announce(id: string, token: number, runAt: Date): void {
    const delay = runAt.getTime() - this.clock.now().getTime();
    if (delay <= 0) this.announceDue();
    else void this.queue.announce(id, { uniqueId: `${id}:${token}`, delay });
  }

  /** Announces all jobs whose time has come, whichever they are. */
  announceDue(): void {
    this.bell.ring();
  }
}
