import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transaction } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';
import { Company } from '../companies';
import { Document } from './document.entity';
import { ProgressRepository, Version } from './progress.repository';

/** Takes the steps of an outgoing document, each with its event; a step that cannot follow the present state is none. */
@Injectable()
export class ProgressService {
  constructor(
    private readonly repository: ProgressRepository,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  async sent(tx: Transaction, document: Document, company: Company): Promise<void> {
    const now = this.clock.now();
    const version = await this.repository.sent(tx, document.id, now);
    const { type, number } = document;
    if (version)
      await this.append(tx, 'document.sent', document, company, { type, number, sentAt: now }, version);
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
    if (version)
      await this.append(tx, 'document.delivered', document, company, { deliveredAt: now }, version);
  }

  async failed(
    tx: Transaction,
    document: Document,
    company: Company,
    errorCode: string,
    errorMessage: string,
  ): Promise<void> {
    const version = await this.repository.failed(tx, document.id, this.clock.now(), errorCode, errorMessage);
    const data = { errorCode, errorMessage, willRetry: false };
    if (version) await this.append(tx, 'document.failed', document, company, data, version);
  }

  private async append(
    tx: Transaction,
    type: string,
    { id: documentId, organizationId, livemode }: Document,
    { id, metadata }: Company,
    data: Record<string, unknown>,
    { updatedAt, sequence }: Version,
  ): Promise<void> {
    await this.log.append(tx, {
      type,
      organizationId,
      livemode,
      company: { id, metadata },
      documentId,
      data: { documentId, ...data, updatedAt, sequence },
    });
  }
}
