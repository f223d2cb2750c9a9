import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { sha256 } from '../../../core/crypto/digests';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { Transaction, Transactions } from '../../../core/database/transaction';
import { UnreadableDocument } from '../../../core/xml/xml-tree';
import { InboundMessage } from '../../../network/network-gateway.port';
import { Company } from '../../companies';
import { Document } from '../document.entity';
import { DocumentsRepository } from '../documents.repository';
import { LifecycleMessage } from '../formats/lifecycle-message';
import { invoiceIn } from './lifecycle-content';
import { LifecycleMessagesRepository, StoredMessage } from './lifecycle-messages.repository';
import { LifecycleRepository } from './lifecycle.repository';
import { LifecycleSteps } from './lifecycle-steps';
import { documentOf } from './matching';
import { otherRole, roleOf } from './party-role';
import { Actor, isMovedBy, mayTell, transitions } from './transitions';

type Read = (bytes: Buffer) => LifecycleMessage;

/** Takes in what the other side tells of a document. All of it is kept, also what nobody understands; nothing of it is an error of ours. */
@Injectable()
export class IncomingMessages {
  constructor(
    private readonly repository: LifecycleMessagesRepository,
    private readonly lifecycle: LifecycleRepository,
    private readonly documents: DocumentsRepository,
    private readonly steps: LifecycleSteps,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async receive(inbound: InboundMessage, company: Company, read: Read): Promise<void> {
    const message = understood(inbound.payload, read);
    if (message instanceof UnreadableDocument) {
      const { message: errorMessage } = message;
      await this.keep(inbound, company, { state: 'unreadable', errorCode: 'INVALID_CONTENT', errorMessage });
      return;
    }
    const candidates = await this.documents.numbered(company.id, message.document.number);
    const match = documentOf(candidates, message, inbound.sender);
    if (!match) {
      const errorMessage = `No document ${message.document.number} was exchanged with ${inbound.sender}.`;
      await this.keep(inbound, company, {
        state: 'unmatched',
        errorCode: 'DOCUMENT_NOT_FOUND',
        errorMessage,
      });
      return;
    }
    await this.transactions.run(async (tx) => {
      const stored = this.row(inbound, company, { state: 'matched', documentId: match.id });
      if (!(await this.repository.insert(tx, stored))) return;
      const document = (await this.lifecycle.lock(tx, match.id))!;
      await this.apply(tx, document, company, message, inbound.messageId);
    });
  }

  private async apply(
    tx: Transaction,
    document: Document,
    company: Company,
    message: LifecycleMessage,
    messageId: string,
  ): Promise<void> {
    const { status, reasonCode, reason, payments, issuedAt } = message;
    const teller = otherRole(roleOf(document));
    const actor: Actor = transitions[status].setBy === 'platform' ? 'platform' : teller;
    const last = await this.lifecycle.lastTold(tx, document.id, actor);
    const late = last !== null && issuedAt < last;
    const may = mayTell(teller, status);
    const foreign = payments.some(({ currency }) => currency !== document.currency);
    const moves = may && !foreign && isMovedBy(document.lifecycleStatus, status, late);
    const invoice =
      payments.length > 0 ? invoiceIn((await this.documents.payload(document.id, tx)).bytes) : undefined;
    const step = {
      actor,
      status,
      reasonCode,
      reason,
      payments: foreign ? [] : payments,
      messageId,
      note: moves ? undefined : noteOf(document, status, { may, foreign, late }),
      issuedAt,
    };
    await this.steps.take(tx, document, company, step, moves, invoice?.totals.payableAmount);
  }

  private async keep(
    inbound: InboundMessage,
    company: Company,
    outcome: Partial<StoredMessage>,
  ): Promise<void> {
    await this.transactions.run((tx) => this.repository.insert(tx, this.row(inbound, company, outcome)));
  }

  private row(inbound: InboundMessage, company: Company, outcome: Partial<StoredMessage>): StoredMessage {
    const now = this.clock.now();
    return {
      id: newIdentifier('resp', now),
      direction: 'incoming',
      organizationId: company.organizationId,
      livemode: company.livemode,
      companyId: company.id,
      documentId: null,
      messageId: inbound.messageId,
      documentType: null,
      process: null,
      sender: inbound.sender,
      receiver: inbound.receiver,
      bytes: inbound.payload,
      sha256: sha256(inbound.payload),
      state: 'unmatched',
      errorCode: null,
      errorMessage: null,
      createdAt: now,
      ...outcome,
    };
  }
}

function understood(bytes: Buffer, read: Read): LifecycleMessage | UnreadableDocument {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof UnreadableDocument) return error;
    throw error;
  }
}

/** Why the document stays as it is. */
function noteOf(
  { lifecycleStatus, currency }: Document,
  status: string,
  { may, foreign, late }: Record<'may' | 'foreign' | 'late', boolean>,
): string {
  if (lifecycleStatus === status) return 'Said before.';
  if (!may) return `Not for the other side to say, so the document stays ${lifecycleStatus}.`;
  if (foreign) return `Not paid in ${currency}, so the document stays ${lifecycleStatus}.`;
  return `${late ? 'Came late' : 'Does not follow'}: the document stays ${lifecycleStatus}.`;
}
