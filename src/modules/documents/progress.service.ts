import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transaction } from '../../core/database/transaction';
import { Company } from '../companies';
import { DocumentEvents } from './document-events';
import { Document } from './document.entity';
import { LifecycleSteps } from './lifecycle/lifecycle-steps';
import { ProgressRepository } from './progress.repository';

/** Takes the steps of an outgoing document, each with its event; a step that cannot follow the present state is none. */
@Injectable()
export class ProgressService {
  constructor(
    private readonly repository: ProgressRepository,
    private readonly events: DocumentEvents,
    private readonly lifecycle: LifecycleSteps,
    private readonly clock: Clock,
  ) {}

  async sent(tx: Transaction, document: Document, company: Company): Promise<void> {
    const now = this.clock.now();
    const version = await this.repository.sent(tx, document.id, now);
    const { type, number } = document;
    const data = { type, number, sentAt: now };
    if (version) await this.events.append(tx, 'document.sent', document, company, data, version);
  }

  /** The hand-off itself, with the network's id of the message. */
  async handedOff(tx: Transaction, document: Document, company: Company, messageId: string): Promise<void> {
    await this.sent(tx, document, company);
    await this.repository.noteMessageId(tx, document.id, messageId);
  }

  /** The network does not answer; since when it has not, for this document. */
  unreachable(tx: Transaction, { id }: Document): Promise<Date> {
    return this.repository.unreachableSince(tx, id, this.clock.now());
  }

  async delivered(tx: Transaction, document: Document, company: Company): Promise<void> {
    const now = this.clock.now();
    const version = await this.repository.delivered(tx, document.id, now);
    const data = { deliveredAt: now };
    if (version) await this.events.append(tx, 'document.delivered', document, company, data, version);
  }

  async failed(
    tx: Transaction,
    document: Document,
    company: Company,
    errorCode: string,
    errorMessage: string,
  ): Promise<void> {
    const version = await this.repository.failed(tx, document.id, this.clock.now(), errorCode, errorMessage);
    if (!version) return;
    const data = { errorCode, errorMessage, willRetry: false };
    await this.events.append(tx, 'document.failed', document, company, data, version);
    await this.lifecycle.afterFailure(tx, document.id, company, errorCode, errorMessage);
  }
}
