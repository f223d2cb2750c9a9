import { Injectable } from '@nestjs/common';
import { ActingCompany, Caller, Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { sha256 } from '../../core/crypto/digests';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { JobsService } from '../../core/jobs/jobs.service';
import { CompaniesService } from '../companies';
import { Document } from './document.entity';
import { SendInput } from './document.inputs';
import { DocumentOutput, toOutput } from './document.outputs';
import { DocumentsRepository, Payload } from './documents.repository';
import { OutgoingContent, outgoingContent } from './outgoing-content';
import { transmitJob } from './transmit';

/** A document that has passed every check, with its bytes: all that remains is to store it. */
export interface PreparedDocument {
  document: Document;
  payload: Payload;
}

/** Takes documents to be sent. The hand-off itself is the business of Transmit. */
@Injectable()
export class SendService {
  constructor(
    private readonly repository: DocumentsRepository,
    private readonly companies: CompaniesService,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Everything that needs no transaction. Throws COMPANY_REQUIRED, COMPANY_MISMATCH, COMPANY_NOT_FOUND, INVALID_TRANSITION for a
   * company that has left, a 400 for the shape and DOCUMENT_INVALID for the sums.
   */
  async prepare(caller: Caller, input: SendInput): Promise<PreparedDocument> {
    const company = await this.senderOf(caller, input.from);
    if (company.status !== 'active') {
      throw new ApiError('INVALID_TRANSITION', {
        message: 'This company is deregistered; it cannot send documents any more.',
      });
    }
    const content = outgoingContent(input, company);
    const payload = { mediaType: 'application/xml', bytes: content.bytes, sha256: sha256(content.bytes) };
    return { document: this.newDocument(caller.tenancy, company, input, content), payload };
  }

  /** Throws DUPLICATE_DOCUMENT when the company has sent this number, unless that failed. */
  async queue(tx: Transaction, { document, payload }: PreparedDocument): Promise<DocumentOutput> {
    const { id, companyId, organizationId, livemode, type, number } = document;
    if (!(await this.repository.insert(tx, document, payload))) {
      const documentId = await this.repository.findByNumber(tx, companyId, type, number);
      throw new ApiError('DUPLICATE_DOCUMENT', { more: { documentId } });
    }
    await this.jobs.enqueue(tx, { kind: transmitJob, subjectId: id, organizationId, livemode });
    return toOutput(document);
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
      id: newIdentifier('doc'),
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
      messageId: null,
      errorCode: null,
      errorMessage: null,
      sequence: 0,
      createdAt: now,
      updatedAt: now,
      sentAt: null,
      deliveredAt: null,
    };
  }
}
