import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Transaction, Transactions } from '../../../core/database/transaction';
import { JobHandler, LeasedJob, RunLater } from '../../../core/jobs/job';
import { JobRunner } from '../../../core/jobs/job-runner';
import { NetworkError } from '../../../network/network-error.port';
import { NetworkGateway } from '../../../network/network-gateway.port';
import { CompaniesService } from '../../companies';
import { DocumentsRepository } from '../documents.repository';
import { LifecycleMessagesRepository, StoredMessage } from './lifecycle-messages.repository';
import { LifecycleRepository } from './lifecycle.repository';
import { respondJob } from './outgoing-messages';

const waitForDocumentMilliseconds = 30_000;

/** Hands messages about documents to the network. One that cannot be delivered is noted; the lifecycle stands as it was set. */
@Injectable()
export class Respond implements JobHandler, OnModuleInit {
  readonly kind = respondJob;
  /** With the job's growing waits, about a day. */
  readonly maximumAttempts = 34;

  constructor(
    private readonly repository: LifecycleMessagesRepository,
    private readonly lifecycle: LifecycleRepository,
    private readonly documents: DocumentsRepository,
    private readonly companies: CompaniesService,
    private readonly network: NetworkGateway,
    private readonly transactions: Transactions,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const message = await this.repository.find(job.subjectId);
    if (message?.state !== 'queued') return;
    const document = await this.documents.findForWork(message.documentId!);
    const failure = { code: 'DOCUMENT_NOT_SENT', message: 'The other side has not got the document.' };
    // Nobody understands a message about a document that is still to come.
    if (document?.status === 'queued') throw new RunLater(this.nextLook());
    if (document?.status === 'failed') return this.fail(job, failure.code, failure.message);
    try {
      await this.handOff(job, message);
    } catch (error) {
      if (!(error instanceof NetworkError) || error.retryable) throw error;
      await this.fail(job, error.code, error.message);
    }
  }

  giveUp(job: LeasedJob, error: Error): Promise<void> {
    if (error instanceof NetworkError) return this.fail(job, error.code, error.message);
    return this.fail(job, 'TRANSMISSION_FAILED', 'The message could not be handed to the network.');
  }

  /** What the network tells of a message that it took. */
  async delivered(id: string): Promise<void> {
    await this.transactions.run((tx) => this.repository.settle(tx, id, 'delivered', this.clock.now()));
  }

  async failed(id: string, errorCode: string, errorMessage: string): Promise<void> {
    await this.transactions.run((tx) => this.noteFailure(tx, id, errorCode, errorMessage));
  }

  private async handOff(job: LeasedJob, message: StoredMessage): Promise<void> {
    const { id: transmissionId, organizationId, livemode, sender, receiver } = message;
    const company = await this.companies.find(message.companyId);
    const { messageId } = await this.network.submit({
      transmissionId,
      organizationId,
      livemode,
      sender,
      receiver,
      senderCountry: company!.country,
      documentType: message.documentType!,
      process: message.process!,
      payload: message.bytes,
    });
    await this.transactions.run(async (tx) => {
      await this.repository.settle(tx, transmissionId, 'sent', this.clock.now(), { messageId });
      await job.finish(tx);
    });
  }

  private async fail(job: LeasedJob, code: string, message: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.noteFailure(tx, job.subjectId, code, message);
      await job.finish(tx);
    });
  }

  private async noteFailure(tx: Transaction, id: string, code: string, message: string): Promise<void> {
    const now = this.clock.now();
    const errorMessage = message.slice(0, 500);
    const outcome = { errorCode: code, errorMessage };
    const documentId = await this.repository.settle(tx, id, 'failed', now, outcome);
    const document = documentId && (await this.lifecycle.lock(tx, documentId));
    if (!document) return;
    const { lifecycleStatus: status } = document;
    await this.lifecycle.note(tx, {
      documentId: document.id,
      actor: 'platform',
      status,
      previousStatus: status,
      currentStatus: status,
      payments: [],
      messageId: id,
      note: `The other side could not be told (${code}): ${errorMessage}`,
      issuedAt: now,
      at: now,
    });
  }

  private nextLook(): Date {
    return new Date(this.clock.now().getTime() + waitForDocumentMilliseconds);
  }
}
