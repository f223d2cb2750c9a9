import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';
import { insertTogether, insertUnlessKnown } from '../../core/database/statement';
import { returning, Transaction } from '../../core/database/transaction';
import { nextVersion, Version } from './document-versions';
import { Document } from './document.entity';
import { documentRow, Payload, payloadRow } from './document-rows';
import { DocumentType } from './document-states';

/** Equal to the column, or (with from and to) within a range: from inclusive, to exclusive unless it is a date. */
export interface DocumentFilter {
  equals: Partial<
    Pick<Document, 'direction' | 'type' | 'status' | 'deliveryStatus' | 'lifecycleStatus' | 'number'>
  >;
  /** Participant id of the other side, whichever side that is. */
  counterparty?: string;
  issuedFrom?: string;
  issuedTo?: string;
  createdFrom?: Date;
  createdTo?: Date;
  /** Id of the document to go on after. */
  after?: string;
  limit: number;
}

@Injectable()
export class DocumentsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** False when a unique index knows the document already: by its message id. */
  async insert(tx: Transaction, document: Document, payload: Payload): Promise<boolean> {
    const isNew = insertUnlessKnown(documentRow(document));
    const { sql, parameters } = insertTogether([payloadRow(document.id, payload)], isNew);
    return (await returning(tx, sql, parameters)).length === 1;
  }

  /** The document that holds the number, as uq_documents_number sees it. */
  async findByNumber(
    companyId: string,
    type: DocumentType,
    number: string,
    db: EntityManager = this.dataSource.manager,
  ): Promise<string | undefined> {
    const rows: Array<{ id: string }> = await db.query(
      `SELECT id FROM documents
       WHERE company_id = $1 AND type = $2 AND number = $3 AND direction = 'outgoing' AND status <> 'failed'`,
      [companyId, type, number],
    );
    return rows[0]?.id;
  }

  /** Writes what people have noted on it. */
  async annotate(
    tx: Transaction,
    { id, tags, notes, archived, assignee }: Document,
    now: Date,
  ): Promise<Version> {
    const [version] = await returning<Version>(
      tx,
      `UPDATE documents SET tags = $3, notes = $4, archived = $5, assignee = $6, ${nextVersion} WHERE id = $1
       RETURNING updated_at AS "updatedAt", sequence`,
      [id, now, tags, notes, archived, assignee],
    );
    return version!;
  }

  /** Newest first. */
  async list({ organizationId, livemode, companyId }: Tenancy, filter: DocumentFilter): Promise<Document[]> {
    const query = this.dataSource
      .createQueryBuilder(Document, 'document')
      .where({ organizationId, livemode, ...(companyId && { companyId }) })
      .orderBy('document.id', 'DESC')
      .limit(filter.limit);
    for (const [column, value] of Object.entries(filter.equals)) {
      if (value !== undefined) query.andWhere({ [column]: value });
    }
    const where = (condition: string, values: Record<string, unknown>) => {
      if (Object.values(values)[0] !== undefined) query.andWhere(condition, values);
    };
    const counterparty = `CASE document.direction WHEN 'outgoing' THEN document.receiver_id ELSE document.sender_id END`;
    where(`lower(${counterparty}) = lower(:counterparty)`, { counterparty: filter.counterparty });
    where('document.issue_date >= :issuedFrom', { issuedFrom: filter.issuedFrom });
    where('document.issue_date <= :issuedTo', { issuedTo: filter.issuedTo });
    where('document.created_at >= :createdFrom', { createdFrom: filter.createdFrom });
    where('document.created_at < :createdTo', { createdTo: filter.createdTo });
    where('document.id < :after', { after: filter.after });
    return query.getMany();
  }

  async find({ organizationId, livemode, companyId }: Tenancy, id: string): Promise<Document | undefined> {
    const where = { id, organizationId, livemode, ...(companyId && { companyId }) };
    return (await this.dataSource.manager.findOneBy(Document, where)) ?? undefined;
  }

  /** For the workers and the network, whose ids come from rows of our own and never from a caller. */
  async findForWork(id: string): Promise<Document | undefined> {
    return (await this.dataSource.manager.findOneBy(Document, { id })) ?? undefined;
  }

  /** The company's latest documents of that number, whichever way they went. */
  async numbered(companyId: string, number: string): Promise<Document[]> {
    const where = { companyId, number };
    return this.dataSource.manager.find(Document, { where, order: { id: 'DESC' }, take: 20 });
  }

  /** Within a transaction, pass it: a request that held two connections could wait for itself. */
  async payload(documentId: string, db: EntityManager = this.dataSource.manager): Promise<Payload> {
    const rows: Payload[] = await db.query(
      `SELECT media_type AS "mediaType", bytes, sha256 FROM document_payloads WHERE document_id = $1`,
      [documentId],
    );
    if (!rows[0]) throw new Error(`document ${documentId} has no payload`);
    return rows[0];
  }

  /** Documents of these companies that have not been handed off. */
  async queuedOf(tx: Transaction, companyIds: string[]): Promise<string[]> {
    const sql = `SELECT id FROM documents WHERE company_id = ANY($1) AND status = 'queued'`;
    const rows: Array<{ id: string }> = await tx.query(sql, [companyIds]);
    return rows.map(({ id }) => id);
  }
}
