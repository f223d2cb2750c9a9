import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { sha256 } from '../../core/crypto/digests';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction, Transactions } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';
import { NetworkError } from '../../network/network-error.port';
import { InboundMessage, NetworkListener, Receipt, Reception } from '../../network/network-gateway.port';
import { CompaniesService, Company } from '../companies';
import { Document } from './document.entity';
import { untouched } from './document-rows';
import { DocumentsRepository } from './documents.repository';
import { EvidenceRepository } from './evidence.repository';
import { incomingContent } from './incoming-content';
import { IncomingMessages } from './lifecycle/incoming-messages';
import { messageReaderOf } from './lifecycle/message-format';
import { Respond } from './lifecycle/respond';
import { ProgressService } from './progress.service';
import { documentIdOf, transmissionIdOf } from './transmission-id';

const isResponse = (transmissionId: string) => transmissionId.startsWith('resp_');

type Step = (tx: Transaction, document: Document, company: Company) => Promise<void>;

/** Takes in what the network tells: documents and messages about them that arrive, and what became of ours. All of it may be told twice. */
@Injectable()
export class ReceiveService extends NetworkListener {
  constructor(
    private readonly repository: DocumentsRepository,
    private readonly progress: ProgressService,
    private readonly evidence: EvidenceRepository,
    private readonly messages: IncomingMessages,
    private readonly responses: Respond,
    private readonly companies: CompaniesService,
    private readonly transactions: Transactions,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {
    super();
  }

  delivered(transmissionId: string, receipt?: Receipt): Promise<void> {
    if (isResponse(transmissionId)) return this.responses.delivered(transmissionId);
    return this.afterHandOff(transmissionId, async (tx, document, company) => {
      await this.progress.delivered(tx, document, company);
      await this.evidence.receipt(tx, transmissionId, 'delivered', receipt, this.clock.now());
    });
  }

  failed(transmissionId: string, code: string, message: string, receipt?: Receipt): Promise<void> {
    if (isResponse(transmissionId)) return this.responses.failed(transmissionId, code, message);
    return this.afterHandOff(transmissionId, async (tx, document, company) => {
      await this.progress.failed(tx, document, company, code, message);
      await this.evidence.receipt(tx, transmissionId, 'failed', receipt, this.clock.now());
    });
  }

  async received(inbound: InboundMessage): Promise<Reception> {
    const company = await this.receiverOf(inbound);
    const read = messageReaderOf(inbound.payload);
    if (read) {
      await this.messages.receive(inbound, company, read);
      return { receiverCountry: company.country };
    }
    const document = this.newDocument(inbound, company);
    const bytes = inbound.payload;
    const payload = { mediaType: 'application/xml', bytes, sha256: sha256(bytes) };
    await this.transactions.run(async (tx) => {
      if (await this.repository.insert(tx, document, payload)) await this.announce(tx, document, company);
    });
    return { receiverCountry: company.country };
  }

  /** The network may report the outcome before we have recorded that it took the document; the outcome implies that it did. */
  private async afterHandOff(transmissionId: string, step: Step): Promise<void> {
    const document = await this.repository.findForWork(documentIdOf(transmissionId));
    // What becomes of an earlier attempt says nothing of this one.
    if (!document || transmissionIdOf(document) !== transmissionId) return;
    const company = await this.companies.find(document.companyId);
    if (!company) return;
    await this.transactions.run(async (tx) => {
      await this.progress.sent(tx, document, company);
      await step(tx, document, company);
    });
  }

  private async receiverOf({ companyId, livemode, receiver }: InboundMessage): Promise<Company> {
    const company = await (companyId
      ? this.companies.find(companyId)
      : this.companies.findByParticipant(livemode, receiver));
    if (company?.status === 'active' && company.livemode === livemode) return company;
    throw new NetworkError('RECIPIENT_NOT_FOUND', 'The recipient is not registered on the network.', false);
  }

  private newDocument(inbound: InboundMessage, company: Company): Document {
    const now = this.clock.now();
    return {
      id: newIdentifier('doc', now),
      organizationId: company.organizationId,
      livemode: company.livemode,
      companyId: company.id,
      direction: 'incoming',
      ...incomingContent(inbound.payload, now),
      format: 'ubl-xml',
      status: 'received',
      deliveryStatus: null,
      lifecycleStatus: 'received',
      senderId: inbound.sender,
      receiverId: inbound.receiver,
      metadata: {},
      simulatedCompliance: null,
      ...untouched,
      messageId: inbound.messageId,
      sequence: 1,
      createdAt: now,
      updatedAt: now,
      sentAt: null,
      deliveredAt: null,
    };
  }

  private async announce(tx: Transaction, document: Document, { id, metadata }: Company): Promise<void> {
    const {
      id: documentId,
      organizationId,
      livemode,
      type,
      number,
      direction,
      updatedAt,
      sequence,
    } = document;
    const sender = { peppolId: document.senderId, name: document.senderName };
    const receiver = { peppolId: document.receiverId, name: document.receiverName };
    await this.log.append(tx, {
      type: 'document.received',
      organizationId,
      livemode,
      company: { id, metadata },
      documentId,
      data: { documentId, type, number, direction, sender, receiver, updatedAt, sequence },
    });
  }
}
