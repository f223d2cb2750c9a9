import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transaction, Transactions } from '../../core/database/transaction';
import { AppendedEvent, EventLog } from '../../core/events/event-log';
import { nextLook } from '../../core/jobs/growing-wait';
import { JobHandler, LeasedJob, RunLater } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { JobsService } from '../../core/jobs/jobs.service';
import { messageKinds } from '../../network/message-kinds.port';
import { NetworkError } from '../../network/network-error.port';
import { Acceptance, MessageKind, NetworkGateway, Receipt } from '../../network/network-gateway.port';
import { UpstreamRecovery } from '../../network/upstream-recovery.port';
import { CompaniesService, Company } from '../companies';
import { Document } from './document.entity';
import { DocumentType } from './document-states';
import { DocumentsRepository } from './documents.repository';
import { EvidenceRepository } from './evidence.repository';
import { Follow } from './follow';
import { ProgressService } from './progress.service';
import { transmissionIdOf } from './transmission-id';

export const transmitJob = 'documents.transmit';

/** Milliseconds between two looks at what a document waits for; the event that ends the wait comes sooner. */
const waits = { shortest: 5_000, longest: 300_000 };

/** As many go at once when the network is back; the others with their next look. */
const hastenedAtOnce = 1_000;

/** Hands a queued document to the network and records what came of it. */
@Injectable()
export class Transmit implements JobHandler, OnModuleInit {
  readonly kind = transmitJob;
  readonly maximumAttempts = 10;

  constructor(
    private readonly repository: DocumentsRepository,
    private readonly evidence: EvidenceRepository,
    private readonly progress: ProgressService,
    private readonly follow: Follow,
    private readonly companies: CompaniesService,
    private readonly network: NetworkGateway,
    private readonly recovery: UpstreamRecovery,
    private readonly transactions: Transactions,
    private readonly jobs: JobsService,
    private readonly runner: JobRunner,
    private readonly log: EventLog,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
    this.log.subscribe(30, (tx, events) => this.hasten(tx, events));
    this.recovery.onRecovered(() =>
      this.transactions.run((tx) => this.jobs.hastenWaiting(tx, transmitJob, hastenedAtOnce)),
    );
  }

  async run(job: LeasedJob): Promise<void> {
    const document = await this.repository.findForWork(job.subjectId);
    if (document?.status !== 'queued') return;
    const company = await this.senderOf(document);
    if (company.smpStatus === 'pending')
      throw new RunLater(nextLook(this.clock.now(), document.createdAt, waits));
    if (neverRegistered(company)) {
      const message = "The company's registration on the network failed, so it cannot send.";
      return this.fail(job, document, company, 'SMP_REGISTRATION_FAILED', message);
    }
    try {
      await this.handOff(job, document, company);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.retryable) await this.waitForNetwork(document, error);
      await this.fail(job, document, company, error.code, error.message, error.receipt);
    }
  }

  async giveUp(job: LeasedJob, error: Error): Promise<void> {
    const document = await this.repository.findForWork(job.subjectId);
    if (!document) return this.transactions.run((tx) => job.finish(tx));
    const [code, message] =
      error instanceof NetworkError
        ? [error.code, error.message]
        : ['TRANSMISSION_FAILED', 'The document could not be handed to the network.'];
    await this.fail(job, document, await this.senderOf(document), code, message);
  }

  private async handOff(job: LeasedJob, document: Document, company: Company): Promise<void> {
    const { organizationId, livemode, senderId: sender, receiverId: receiver } = document;
    const transmissionId = transmissionIdOf(document);
    const { bytes: payload, sha256 } = await this.repository.payload(document.id);
    const acceptance = await this.network.submit({
      transmissionId,
      organizationId,
      livemode,
      sender,
      receiver,
      senderCountry: company.country,
      ...kindOf(document.type),
      payload,
    });
    await this.transactions.run(async (tx) => {
      await this.progress.handedOff(tx, document, company, acceptance.messageId);
      await this.evidence.sent(tx, transmissionId, sha256, this.clock.now());
      await this.recordAcceptance(tx, document, company, acceptance);
      await job.finish(tx);
    });
  }

  private async recordAcceptance(
    tx: Transaction,
    document: Document,
    company: Company,
    { receipt, delivery }: Acceptance,
  ): Promise<void> {
    await this.evidence.receipt(tx, transmissionIdOf(document), 'accepted', receipt, this.clock.now());
    if (delivery === 'to_be_asked') await this.follow.begin(tx, document);
    if (delivery !== 'done') return;
    await this.progress.delivered(tx, document, company);
    await this.evidence.receipt(tx, transmissionIdOf(document), 'delivered', receipt, this.clock.now());
  }

  /** Throws RunLater until the network has been away for too long for this document. */
  private async waitForNetwork(document: Document, { message }: NetworkError): Promise<void> {
    const since = await this.transactions.run((tx) => this.progress.unreachable(tx, document));
    const patience = this.settings.TRANSMISSION_RETRY_HOURS * 3_600_000;
    if (this.clock.now().getTime() - since.getTime() < patience)
      throw new RunLater(nextLook(this.clock.now(), since, waits), message);
  }

  private async fail(
    job: LeasedJob,
    document: Document,
    company: Company,
    code: string,
    message: string,
    receipt?: Receipt,
  ): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.progress.failed(tx, document, company, code, message);
      await this.evidence.receipt(tx, transmissionIdOf(document), 'failed', receipt, this.clock.now());
      await job.finish(tx);
    });
  }

  private async senderOf(document: Document): Promise<Company> {
    const company = await this.companies.find(document.companyId);
    if (!company) throw new Error(`document ${document.id} has no company`);
    return company;
  }

  private async hasten(tx: Transaction, events: AppendedEvent[]): Promise<void> {
    const registered = events.filter(({ type }) => type === 'company.smp_registered');
    if (registered.length === 0) return;
    const companyIds = registered.flatMap(({ companyId }) => companyId ?? []);
    const documentIds = await this.repository.queuedOf(tx, companyIds);
    if (documentIds.length > 0) await this.jobs.hasten(tx, transmitJob, documentIds);
  }
}

/** A company that left after it had been registered still hands off what it had sent before. */
function neverRegistered({ smpStatus, smpRegisteredAt }: Company): boolean {
  return smpStatus === 'failed' || (smpStatus !== 'registered' && smpRegisteredAt === null);
}

/** Only what UBL writes as an invoice or a credit note is sent; a debit note is an invoice with a type code of its own. */
function kindOf(type: DocumentType): MessageKind {
  if (type === 'credit_note') return messageKinds.creditNote;
  if (type === 'self_billed_invoice') return messageKinds.selfBilledInvoice;
  if (type === 'self_billed_credit_note') return messageKinds.selfBilledCreditNote;
  return messageKinds.invoice;
}
