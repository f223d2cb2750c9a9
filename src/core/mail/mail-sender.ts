import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Transaction, Transactions } from '../database/transaction';
import { JobHandler, LeasedJob } from '../jobs/job';
import { JobRunner } from '../jobs/job-runner';
import { MailTransport, Refusal, WaitingMail } from './mail';
import { mailJob } from './mail.service';
import { MailsRepository } from './mails.repository';
import { isAddress } from './message';

/**
 * Sends a mail, and again to those it did not reach. A process that dies between sending and recording sends it twice, with one
 * Message-ID, by which mail programs tell that it is the same.
 */
@Injectable()
export class MailSender implements JobHandler, OnModuleInit {
  readonly kind = mailJob;
  /** With the waits of jobs a mail server may be away for two hours. */
  readonly maximumAttempts = 12;

  constructor(
    private readonly runner: JobRunner,
    private readonly mails: MailsRepository,
    private readonly transport: MailTransport,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const mail = await this.mails.findWaiting(job.subjectId);
    if (!mail) return;
    const refusals = await this.send(mail);
    if (refusals.length === 0) {
      return this.settle(job, (tx) => this.mails.markSent(tx, mail.id, this.clock.now()));
    }
    const unreached = refusals.map(({ recipient }) => recipient);
    await this.transactions.run((tx) => this.mails.keepUnreached(tx, mail.id, unreached));
    const error = new Error(refusals.map(({ reason }) => reason).join('; '));
    if (!refusals.every(({ final }) => final)) throw error;
    await this.giveUp(job, error);
  }

  giveUp(job: LeasedJob, { message }: Error): Promise<void> {
    const error = message.slice(0, 500);
    return this.settle(job, (tx) => this.mails.markFailed(tx, job.subjectId, error, this.clock.now()));
  }

  private async send(mail: WaitingMail): Promise<Refusal[]> {
    const unreached = mail.unreached.filter(isAddress);
    const malformed = mail.unreached
      .filter((recipient) => !isAddress(recipient))
      .map((recipient) => ({ recipient, reason: `"${recipient}" is no email address`, final: true }));
    if (unreached.length === 0) return malformed;
    return [...malformed, ...(await this.transport.send({ ...mail, unreached }))];
  }

  private async settle(job: LeasedJob, record: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.transactions.run(async (tx) => {
      await record(tx);
      await job.finish(tx);
    });
  }
}
