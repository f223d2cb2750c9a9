import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transaction } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';
import { CompaniesService, Company } from '../companies';
import { Document } from './document.entity';
import { DocumentVersions, Version } from './document-versions';

type Owned = Pick<Document, 'id' | 'organizationId' | 'livemode'>;

/** Appends what happened to a document as one of its versions, so that consumers can order it among the rest. */
@Injectable()
export class DocumentEvents {
  constructor(
    private readonly versions: DocumentVersions,
    private readonly companies: CompaniesService,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** With the version that a change of the document gave it. */
  async append(
    tx: Transaction,
    type: string,
    { id: documentId, organizationId, livemode }: Owned,
    { id, metadata }: Pick<Company, 'id' | 'metadata'>,
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

  /** As a version of its own: for other modules, which change nothing of the document itself. */
  async appendNext(
    tx: Transaction,
    documentId: string,
    type: string,
    data: Record<string, unknown>,
  ): Promise<void> {
    const version = await this.versions.next(tx, documentId, this.clock.now());
    const { organizationId, livemode, companyId } = version;
    const company = await this.companies.get({ organizationId, livemode }, companyId, tx);
    await this.append(tx, type, { id: documentId, organizationId, livemode }, company, data, version);
  }
}
