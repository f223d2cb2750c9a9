import { Injectable } from '@nestjs/common';
import { FieldChange } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Caller } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Transaction, violatedConstraint } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { JobsService } from '../../core/jobs/jobs.service';
import { DocumentQuota } from '../../core/quota/document-quota.port';
import { CompaniesService, Company } from '../companies';
import { annotationChanges } from './annotations';
import { DocumentEvents } from './document-events';
import { Document } from './document.entity';
import { UpdateDocumentInput } from './document.inputs';
import { DocumentOutput, toOutput } from './document.outputs';
import { numberConstraint } from './document-rows';
import { DocumentsRepository } from './documents.repository';
import { seesIncoming } from './documents.service';
import { LifecycleRepository } from './lifecycle/lifecycle.repository';
import { LifecycleSteps } from './lifecycle/lifecycle-steps';
import { ProgressRepository } from './progress.repository';
import { transmitJob } from './transmit';

/** What callers change of documents that are there: their notes on them, and a failed one's way. */
@Injectable()
export class UpdateService {
  constructor(
    private readonly documents: DocumentsRepository,
    private readonly locks: LifecycleRepository,
    private readonly progress: ProgressRepository,
    private readonly lifecycle: LifecycleSteps,
    private readonly companies: CompaniesService,
    private readonly events: DocumentEvents,
    private readonly jobs: JobsService,
    private readonly quota: DocumentQuota,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws DOCUMENT_NOT_FOUND. Where nothing changes there is no event. */
  async annotate(
    tx: Transaction,
    caller: Caller,
    id: string,
    input: UpdateDocumentInput,
  ): Promise<DocumentOutput> {
    const document = await this.lock(tx, caller, id);
    const changes = annotationChanges(document, input);
    if (changes.length === 0) return toOutput(document);
    const company = await this.companies.get(caller.tenancy, document.companyId, tx);
    const to = Object.fromEntries(changes.map((change) => [change.field, change.to]));
    const changed = { ...document, ...to };
    const version = await this.documents.annotate(tx, changed, this.clock.now());
    await this.note(tx, 'document.updated', document, changes.map(withoutText));
    await this.events.append(tx, 'document.updated', document, company, { changes }, version);
    return toOutput({ ...changed, ...version });
  }

  /**
   * Sends a failed document again: the same bytes under the same id, as another transmission. Throws DOCUMENT_NOT_FOUND,
   * INVALID_TRANSITION for one that has not failed, DUPLICATE_DOCUMENT when its number has been sent since, QUOTA_EXCEEDED.
   */
  async resend(tx: Transaction, caller: Caller, id: string): Promise<DocumentOutput> {
    const document = await this.lock(tx, caller, id);
    const company = await this.companies.get(caller.tenancy, document.companyId, tx);
    checkResendable(document, company);
    const { companyId, type, number, organizationId, livemode } = document;
    const documentId = await this.documents.findByNumber(companyId, type, number, tx);
    if (documentId) throw new ApiError('DUPLICATE_DOCUMENT', { more: { documentId } });
    await this.quota.take(tx, document);
    await this.progress.queued(tx, id, this.clock.now()).catch(explain);
    await this.jobs.enqueue(tx, { kind: transmitJob, subjectId: id, organizationId, livemode });
    await this.note(tx, 'document.resent', document, [{ field: 'status', from: 'failed', to: 'queued' }]);
    const queued = (await this.locks.lock(tx, id))!;
    return toOutput(await this.depositAgain(tx, queued, company));
  }

  /** What the failure had made of the document no longer holds. */
  private async depositAgain(tx: Transaction, document: Document, company: Company): Promise<Document> {
    const { lifecycleStatus } = document;
    if (lifecycleStatus !== 'undeliverable' && lifecycleStatus !== 'platform_rejected') return document;
    const step = { actor: 'platform', status: 'deposited', note: 'It is sent again.' } as const;
    return this.lifecycle.take(tx, document, company, step, true);
  }

  private note(tx: Transaction, action: string, document: Document, changes: FieldChange[]): Promise<void> {
    const { id, companyId } = document;
    const subject = { type: 'document', id };
    return this.audit.append(tx, { action, subject, companyId, owner: document, changes });
  }

  private async lock(tx: Transaction, caller: Caller, id: string): Promise<Document> {
    const document = await this.locks.lock(tx, id, caller.tenancy);
    if (!document || (document.direction === 'incoming' && !seesIncoming(caller)))
      throw new ApiError('DOCUMENT_NOT_FOUND');
    return document;
  }
}

/** What people write about a document goes with it when it is purged; the audit log stays. */
function withoutText(change: FieldChange): FieldChange {
  return change.field === 'notes' ? { field: 'notes' } : change;
}

function checkResendable({ status, direction }: Document, company: Company): void {
  if (direction === 'outgoing' && status === 'failed' && company.status === 'active') return;
  const message =
    status === 'failed'
      ? 'This company is deregistered; it cannot send documents any more.'
      : `Only a document that failed is sent again; this one is ${status}.`;
  throw new ApiError('INVALID_TRANSITION', { message });
}

/** Its number was sent by another document in the same moment. */
function explain(error: Error): never {
  throw violatedConstraint(error) === numberConstraint ? new ApiError('DUPLICATE_DOCUMENT') : error;
}
