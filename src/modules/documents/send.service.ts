import { Injectable } from '@nestjs/common';
import { ActingCompany, Caller, Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { sha256 } from '../../core/crypto/digests';
import { newIdentifier } from '../../core/crypto/identifiers';
import { violatedConstraint } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { violationsError } from '../../core/http/validation';
import { Effect } from '../../core/idempotency/effect';
import { JobsService } from '../../core/jobs/jobs.service';
import { DocumentQuota } from '../../core/quota/document-quota.port';
import { CompaniesService } from '../companies';
import { Document } from './document.entity';
import { SendInput } from './document.inputs';
import { DocumentOutput, toOutput } from './document.outputs';
import { documentRow, numberConstraint, payloadRow, untouched } from './document-rows';
import { DocumentsRepository } from './documents.repository';
import { OutgoingContent, outgoingContent } from './outgoing-content';
import { checkRecipient } from './recipient';
import { transmitJob } from './transmit';

/** Takes documents to be sent. The hand-off itself is the business of Transmit. */
@Injectable()
export class SendService {
  constructor(
    private readonly repository: DocumentsRepository,
    private readonly companies: CompaniesService,
    private readonly jobs: JobsService,
    private readonly quota: DocumentQuota,
    private readonly clock: Clock,
  ) {}

  /**
   * Everything but the writing. Throws COMPANY_REQUIRED, COMPANY_MISMATCH, COMPANY_NOT_FOUND, INVALID_TRANSITION for a company that
   * has left, a 400 for the shape and DOCUMENT_INVALID for the sums; DUPLICATE_DOCUMENT when the company has sent this number, unless
   * that failed, is for the database to say, and so is QUOTA_EXCEEDED.
   */
  async prepare(caller: Caller, input: SendInput): Promise<Effect<DocumentOutput>> {
    if (input.simulate && caller.tenancy.livemode) throw liveSimulation();
    const company = await this.senderOf(caller, input.from);
    if (company.status !== 'active') {
      throw new ApiError('INVALID_TRANSITION', {
        message: 'This company is deregistered; it cannot send documents any more.',
      });
    }
    checkRecipient(input.to, caller.tenancy.livemode);
    const content = outgoingContent(input, company);
    const payload = { mediaType: 'application/xml', bytes: content.bytes, sha256: sha256(content.bytes) };
    const document = this.newDocument(caller.tenancy, company, input, content);
    const { id: subjectId, organizationId, livemode } = document;
    const job = this.jobs.prepare({ kind: transmitJob, subjectId, organizationId, livemode });
    const places = await this.quota.places(document);
    return {
      rows: [documentRow(document), payloadRow(subjectId, payload), job.row, ...places],
      answer: toOutput(document),
      announce: job.announce,
      explain: (error) => this.explain(error, document),
    };
  }

  private async explain(error: Error, document: Document): Promise<Error> {
    if (violatedConstraint(error) !== numberConstraint) return this.quota.explain(error, document);
    const { companyId, type, number } = document;
    const documentId = await this.repository.findByNumber(companyId, type, number);
    return new ApiError('DUPLICATE_DOCUMENT', { more: { documentId } });
  }

  private async senderOf({ company, tenancy }: Caller, from: string | undefined): Promise<ActingCompany> {
    const named = from?.trim();
    if (company && named && named !== company.id) throw new ApiError('COMPANY_MISMATCH');
    if (company) return company;
    if (!named) {
      throw new ApiError('COMPANY_REQUIRED', {
        message: 'Say who sends: in `from`, or in the header X-Flowie-Company.',
      });
    }
    return this.companies.get(tenancy, named);
  }

  private newDocument(
    tenancy: Tenancy,
    company: ActingCompany,
    input: SendInput,
    content: OutgoingContent,
  ): Document {
    const now = this.clock.now();
    const { bytes: _bytes, ...summary } = content;
    return {
      id: newIdentifier('doc', now),
      organizationId: tenancy.organizationId,
      livemode: tenancy.livemode,
      companyId: company.id,
      direction: 'outgoing',
      ...summary,
      format: 'ubl-xml',
      status: 'queued',
      deliveryStatus: 'pending',
      lifecycleStatus: 'deposited',
      senderId: company.peppolId,
      receiverId: input.to.trim(),
      metadata: input.metadata ?? {},
      simulatedCompliance: input.simulate?.compliance?.trim() ?? null,
      messageId: null,
      errorCode: null,
      errorMessage: null,
      violations: [],
      ...untouched,
      sequence: 0,
      createdAt: now,
      updatedAt: now,
      sentAt: null,
      deliveredAt: null,
    };
  }
}

function liveSimulation(): ApiError {
  const message = 'is for test mode alone: in live mode the authority decides';
  return violationsError([{ field: 'simulate', rule: 'test_mode', message, code: 'INVALID_REQUEST' }]);
}
