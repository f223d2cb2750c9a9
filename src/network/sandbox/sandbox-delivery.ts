import { Injectable, OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../core/database/transaction';
import { JobHandler, LeasedJob } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { EchoWriter } from '../echo-writer.port';
import { NetworkError } from '../network-error.port';
import { NetworkListener } from '../network-gateway.port';
import { SandboxMessage, SandboxMessages } from './sandbox-messages';
import { SandboxAnswers } from './sandbox-answers';
import { deliveryJob, scriptOf } from './sandbox-script';

/**
 * The receiving half of the sandbox: brings a message to its recipient and tells the sender. May run twice, as its listener's
 * methods may.
 */
@Injectable()
export class SandboxDelivery implements JobHandler, OnModuleInit {
  readonly kind = deliveryJob;
  readonly maximumAttempts = 10;

  constructor(
    private readonly runner: JobRunner,
    private readonly messages: SandboxMessages,
    private readonly transactions: Transactions,
    private readonly listener: NetworkListener,
    private readonly echo: EchoWriter,
    private readonly answers: SandboxAnswers,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const message = await this.messages.find(job.subjectId);
    if (message) await this.deliver(message);
    await this.finish(job);
  }

  async giveUp(job: LeasedJob, error: Error): Promise<void> {
    await this.listener.failed(
      job.subjectId,
      'DELIVERY_FAILED',
      `The sandbox could not deliver: ${error.message}`.slice(0, 500),
    );
    await this.finish(job);
  }

  private async finish(job: LeasedJob): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.messages.remove(tx, job.subjectId);
      await job.finish(tx);
    });
  }

  private async deliver(message: SandboxMessage): Promise<void> {
    const script = scriptOf(message.receiver);
    if (script?.rejection)
      return this.listener.failed(message.id, script.rejection.code, script.rejection.message);
    const companyId = script
      ? undefined
      : await this.messages.companyOf(message.receiver, message.organizationId);
    const refusal = companyId ? await this.handOver(message, companyId) : undefined;
    if (refusal) return this.listener.failed(message.id, refusal.code, refusal.message);
    await this.listener.delivered(message.id);
    if (script?.answers) await this.answers.give(message, script.answers);
    if (!script && !companyId) await this.answer(message);
  }

  /** The refusal of a recipient that is no longer one, if it is. */
  private async handOver(message: SandboxMessage, companyId: string): Promise<NetworkError | undefined> {
    const { id: messageId, sender, receiver, payload } = message;
    try {
      await this.listener.received({ messageId, livemode: false, sender, receiver, companyId, payload });
    } catch (error) {
      if (error instanceof NetworkError && !error.retryable) return error;
      throw error;
    }
    return undefined;
  }

  /** A sender that has left meanwhile gets no echo, and nobody minds. */
  private async answer(message: SandboxMessage): Promise<void> {
    const companyId = await this.messages.companyOf(message.sender, message.organizationId);
    if (!companyId) return;
    const { id, sender, receiver } = message;
    const payload = this.echo.swapParties(message.payload);
    if (!payload) return;
    await this.handOver(
      { ...message, id: `${id}-echo`, sender: receiver, receiver: sender, payload },
      companyId,
    );
  }
}
