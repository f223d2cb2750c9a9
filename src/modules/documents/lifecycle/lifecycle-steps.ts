import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Transaction } from '../../../core/database/transaction';
import { Company, CompanySettings } from '../../companies';
import { DocumentEvents } from '../document-events';
import { Document } from '../document.entity';
import { LifecycleStatus } from '../document-states';
import { Decimal } from '../formats/invoice';
import { partialPayment } from '../formats/invoice-response-codes';
import { Payment } from '../formats/lifecycle-message';
import { rejectionReason, statusAfterFailure } from './failures';
import { LifecycleRepository } from './lifecycle.repository';
import { balance, totalOf } from './payments';
import { willReportTo } from './reporting';
import { Actor, isMovedBy } from './transitions';

/** Something said of a document. */
export interface Step {
  actor: Actor;
  status: LifecycleStatus;
  reasonCode?: string;
  reason?: string;
  payments?: Payment[];
  messageId?: string;
  note?: string;
  /** Now, unless the other side said it earlier. */
  issuedAt?: Date;
}

/** Takes steps of the lifecycle: history always, and where the document moves its new version and event, in the caller's transaction. */
@Injectable()
export class LifecycleSteps {
  constructor(
    private readonly repository: LifecycleRepository,
    private readonly events: DocumentEvents,
    private readonly settings: CompanySettings,
    private readonly clock: Clock,
  ) {}

  /** The document must be locked. `due` is what payments are counted against. */
  async take(
    tx: Transaction,
    document: Document,
    company: Company,
    step: Step,
    moves: boolean,
    due?: Decimal,
  ): Promise<Document> {
    const now = this.clock.now();
    const { status, payments = [] } = step;
    const { full, note } = await this.settle(tx, document, step, due);
    const currentStatus = moves && full ? status : document.lifecycleStatus;
    await this.repository.note(tx, {
      issuedAt: now,
      ...step,
      documentId: document.id,
      payments,
      previousStatus: document.lifecycleStatus,
      currentStatus,
      note: [step.note, note].filter(Boolean).join(' ') || undefined,
      at: now,
    });
    if (currentStatus === document.lifecycleStatus) return document;
    const settings = await this.settings.of(company, tx);
    const version = await this.repository.move(tx, document.id, currentStatus, now);
    await this.events.append(
      tx,
      'lifecycle.updated',
      document,
      company,
      {
        previousStatus: document.lifecycleStatus,
        currentStatus,
        reasonCode: step.reasonCode,
        compliance: { willReportTo: willReportTo(company.country, settings, document, currentStatus) },
      },
      version,
    );
    return { ...document, lifecycleStatus: currentStatus, ...version };
  }

  /** A refusal by the receiver's platform ends the document; one that found nobody may still find them. */
  async afterFailure(
    tx: Transaction,
    documentId: string,
    company: Company,
    errorCode: string,
    errorMessage: string,
  ): Promise<void> {
    const status = statusAfterFailure(errorCode);
    const document = status && (await this.repository.lock(tx, documentId));
    if (!document || !isMovedBy(document.lifecycleStatus, status, false)) return;
    const reasonCode = status === 'platform_rejected' ? rejectionReason : undefined;
    const step: Step = { actor: 'platform', status, reasonCode, reason: errorMessage, note: errorCode };
    await this.take(tx, document, company, step, true);
  }

  /** Only payments that come to what is due make a document paid; what is said without an amount means all of it. */
  async settle(
    tx: Transaction,
    { id, lifecycleStatus, currency, total }: Document,
    { status, reasonCode, payments = [] }: Step,
    due: Decimal = total,
  ): Promise<{ full: boolean; note?: string }> {
    if (status !== 'paid') return { full: true };
    if (payments.length === 0) return { full: reasonCode !== partialPayment };
    const before = await this.repository.paidSoFar(tx, id);
    // A document may have been called paid without any amount: all that comes after is too much.
    const paid = lifecycleStatus === 'paid' && before.amount === '0' ? due : before.amount;
    const { full, excess } = balance(due, paid, totalOf(payments));
    if (excess) return { full, note: `Overpaid by ${excess} ${currency}.` };
    return { full };
  }
}
