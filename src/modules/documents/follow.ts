import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transaction, Transactions } from '../../core/database/transaction';
import { nextLook } from '../../core/jobs/growing-wait';
import { JobHandler, LeasedJob, RunLater } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { JobsService } from '../../core/jobs/jobs.service';
import { NetworkError } from '../../network/network-error.port';
import { NetworkGateway, TransmissionOutcome } from '../../network/network-gateway.port';
import { CompaniesService, Company } from '../companies';
import { Document } from './document.entity';
import { DocumentsRepository } from './documents.repository';
import { EvidenceRepository } from './evidence.repository';
import { ProgressService } from './progress.service';
import { transmissionIdOf } from './transmission-id';

export const followJob = 'documents.follow';

/** Milliseconds between two questions: as long as the document has been under way already, within these bounds. */
const waits = { shortest: 30_000, longest: 3_600_000 };

/**
 * Asks what became of a sent document where the network does not tell by itself. It gives up asking after a while and leaves the
 * document as it is: accepted, and nobody has said that it was delivered.
 */
@Injectable()
export class Follow implements JobHandler, OnModuleInit {
  readonly kind = followJob;
  readonly maximumAttempts = 10;

  constructor(
    private readonly repository: DocumentsRepository,
    private readonly evidence: EvidenceRepository,
    private readonly progress: ProgressService,
    private readonly companies: CompaniesService,
    private readonly network: NetworkGateway,
    private readonly transactions: Transactions,
    private readonly jobs: JobsService,
    private readonly runner: JobRunner,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  /** In the transaction that records the hand-off. */
  async begin(tx: Transaction, { id, organizationId, livemode }: Document): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + waits.shortest);
    await this.jobs.enqueue(tx, { kind: followJob, subjectId: id, organizationId, livemode, runAt });
  }

  async run(job: LeasedJob): Promise<void> {
    const document = await this.repository.findForWork(job.subjectId);
    if (document?.status !== 'sent' || document.deliveryStatus !== 'pending' || !document.sentAt) return;
    const company = await this.companies.find(document.companyId);
    if (!company) return;
    const outcome = await this.outcomeOf(document, company);
    if (outcome.state === 'under_way') return this.askAgain(document.sentAt);
    await this.settle(job, document, company, outcome);
  }

  async giveUp(job: LeasedJob): Promise<void> {
    await this.transactions.run((tx) => job.finish(tx));
  }

  /** That the network cannot be asked now says nothing about the document. */
  private async outcomeOf(document: Document, { country }: Company): Promise<TransmissionOutcome> {
    const transmissionId = transmissionIdOf(document);
    const { livemode } = document;
    try {
      return await this.network.outcome({ transmissionId, livemode, senderCountry: country });
    } catch (error) {
      if (error instanceof NetworkError) return { state: 'under_way' };
      throw error;
    }
  }

  private askAgain(sentAt: Date): void {
    const now = this.clock.now();
    const patience = this.settings.TRANSMISSION_FOLLOW_DAYS * 86_400_000;
    if (now.getTime() - sentAt.getTime() > patience) return;
    throw new RunLater(nextLook(now, sentAt, waits));
  }

  private async settle(
    job: LeasedJob,
    document: Document,
    company: Company,
    { state, code, message, receipt }: TransmissionOutcome,
  ): Promise<void> {
    const delivered = state === 'delivered';
    await this.transactions.run(async (tx) => {
      await (delivered
        ? this.progress.delivered(tx, document, company)
        : this.progress.failed(
            tx,
            document,
            company,
            code ?? 'DELIVERY_FAILED',
            message ?? 'The network could not deliver the document.',
          ));
      const kind = delivered ? 'delivered' : 'failed';
      await this.evidence.receipt(tx, transmissionIdOf(document), kind, receipt, this.clock.now());
      await job.finish(tx);
    });
  }
}
