import { Injectable } from '@nestjs/common';
import { FieldChange } from '../../../core/audit/audit-change';
import { AuditLog } from '../../../core/audit/audit-log';
import { Caller } from '../../../core/auth/caller';
import { Transaction } from '../../../core/database/transaction';
import { ApiError } from '../../../core/http/api-error';
import { CompaniesService, Company } from '../../companies';
import { Document } from '../document.entity';
import { DocumentOutput, toOutput } from '../document.outputs';
import { LifecycleStatus } from '../document-states';
import { DocumentsRepository } from '../documents.repository';
import { Payment } from '../formats/lifecycle-message';
import { checkStep, paymentIn } from './check-step';
import { invoiceIn } from './lifecycle-content';
import { LifecycleInput } from './lifecycle.inputs';
import { LifecycleRepository } from './lifecycle.repository';
import { LifecycleSteps, Step } from './lifecycle-steps';
import { OutgoingMessages } from './outgoing-messages';
import { isSamePayment } from './payments';
import { roleOf } from './party-role';
import { allowedSteps } from './transitions';

/** What callers say of their documents. */
@Injectable()
export class LifecycleService {
  constructor(
    private readonly repository: LifecycleRepository,
    private readonly documents: DocumentsRepository,
    private readonly companies: CompaniesService,
    private readonly steps: LifecycleSteps,
    private readonly messages: OutgoingMessages,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Moves the document and tells the other side. What it is already is no change. Throws DOCUMENT_NOT_FOUND, a 400 for what the
   * status needs and lacks, INVALID_TRANSITION with the steps that are open.
   */
  async set(tx: Transaction, caller: Caller, id: string, input: LifecycleInput): Promise<DocumentOutput> {
    checkStep(input);
    const document = await this.repository.lock(tx, id, caller.tenancy);
    if (!document) throw new ApiError('DOCUMENT_NOT_FOUND');
    const company = await this.companies.get(caller.tenancy, document.companyId, tx);
    const payment = paymentIn(input, document.currency);
    if (document.lifecycleStatus === input.status && !(await this.isMore(tx, document, payment)))
      return toOutput(document);
    checkTransition(document, company, input.status);
    const moved = await this.take(tx, document, company, input, payment);
    await this.note(tx, document, input);
    return toOutput(moved);
  }

  private note(tx: Transaction, document: Document, input: LifecycleInput): Promise<void> {
    const { id, companyId, lifecycleStatus } = document;
    const { status, reasonCode } = input;
    const changes: FieldChange[] = [{ field: 'lifecycleStatus', from: lifecycleStatus, to: status }];
    if (reasonCode) changes.push({ field: 'reasonCode', to: reasonCode });
    const subject = { type: 'document', id };
    return this.audit.append(tx, {
      action: 'document.lifecycle_set',
      subject,
      companyId,
      owner: document,
      changes,
    });
  }

  private async take(
    tx: Transaction,
    document: Document,
    company: Company,
    { status, reasonCode, reason }: LifecycleInput,
    payment: Payment | undefined,
  ): Promise<Document> {
    const { bytes } = await this.documents.payload(document.id, tx);
    const invoice = invoiceIn(bytes);
    const step: Step = {
      actor: roleOf(document),
      status,
      reasonCode: reasonCode?.trim(),
      reason: reason?.trim(),
      payments: payment ? [payment] : [],
    };
    const due = invoice?.totals.payableAmount;
    const { full } = await this.steps.settle(tx, document, step, due);
    const told = await this.messages.tell(tx, document, invoice, step, !full);
    return this.steps.take(tx, document, company, { ...step, ...told }, true, due);
  }

  /** A payment beyond the whole is noted; the same one again is a repeat. */
  private async isMore(
    tx: Transaction,
    { id, lifecycleStatus }: Document,
    payment: Payment | undefined,
  ): Promise<boolean> {
    if (!payment || lifecycleStatus !== 'paid') return false;
    const { last } = await this.repository.paidSoFar(tx, id);
    return !last || !isSamePayment(last, payment);
  }
}

function checkTransition(document: Document, { status }: Company, wanted: LifecycleStatus): void {
  const { lifecycleStatus: current } = document;
  if (current === wanted) return;
  const allowed = status === 'active' ? allowedSteps(current, roleOf(document)) : [];
  if (allowed.includes(wanted)) return;
  const reason =
    status === 'active'
      ? `The document is ${current}; from there the ${roleOf(document)} cannot make it ${wanted}.`
      : 'This company is deregistered; it cannot tell anybody any more.';
  throw new ApiError('INVALID_TRANSITION', { message: reason, more: { allowed } });
}
