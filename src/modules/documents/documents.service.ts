import { Injectable } from '@nestjs/common';
import { Caller } from '../../core/auth/caller';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, PageQuery, toPage } from '../../core/http/page';
import { UnreadableDocument } from '../../core/xml/xml-tree';
import { Document } from './document.entity';
import { DocumentsQuery } from './document.inputs';
import { DocumentOutput, toOutput } from './document.outputs';
import { DocumentFilter, DocumentsRepository } from './documents.repository';
import { Invoice } from './formats/invoice';
import { readUbl } from './formats/ubl-reader';
import { Timeline } from './timeline/timeline';
import { TimelineEntryOutput, toEntryOutput } from './timeline/timeline.outputs';

/** The bytes of the legal record, and what a download says of them. */
export interface Original {
  bytes: Buffer;
  /** SHA-256, in hexadecimal. */
  digest: string;
  mediaType: string;
  /** Safe within the quotes of a header, whatever the document's number is. */
  fileName: string;
}

/** What callers may see of the documents. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly repository: DocumentsRepository,
    private readonly story: Timeline,
  ) {}

  async list(caller: Caller, query: DocumentsQuery): Promise<Page<DocumentOutput>> {
    const [after] = decodeCursor(query.cursor, /^doc_\w{1,40}$/) ?? [];
    if (!seesIncoming(caller) && query.direction === 'incoming')
      return { data: [], hasMore: false, nextCursor: null };
    const filter = { ...filterOf(query), after, limit: query.limit + 1 };
    if (!seesIncoming(caller)) filter.equals.direction = 'outgoing';
    const rows = await this.repository.list(caller.tenancy, filter);
    return toPage(rows, query.limit, ({ id }) => [id], toOutput);
  }

  /** Throws DOCUMENT_NOT_FOUND, also for a document that the caller may not see. */
  async get(caller: Caller, id: string): Promise<DocumentOutput> {
    return toOutput(await this.visible(caller, id));
  }

  async original(caller: Caller, id: string): Promise<Original> {
    const document = await this.visible(caller, id);
    const { bytes, sha256, mediaType } = await this.repository.payload(document.id);
    return { bytes, digest: sha256.toString('hex'), mediaType, fileName: fileNameOf(document) };
  }

  /** The invoice as JSON. Throws DOCUMENT_INVALID where the original cannot be read. */
  async structured(caller: Caller, id: string): Promise<Invoice> {
    const { bytes } = await this.original(caller, id);
    try {
      return readUbl(bytes);
    } catch (error) {
      if (!(error instanceof UnreadableDocument)) throw error;
      const details = [{ field: 'document', rule: 'readable', message: error.message }];
      throw new ApiError('DOCUMENT_INVALID', { message: error.message, details });
    }
  }

  async timeline(caller: Caller, id: string, query: PageQuery): Promise<Page<TimelineEntryOutput>> {
    const document = await this.visible(caller, id);
    const [at, entryId] = decodeCursor(query.cursor, /^\d{1,15}$/, /^\w{1,80}$/) ?? ['0', ''];
    const position = { at: new Date(Number(at)), id: entryId! };
    const entries = await this.story.after(document.id, position, query.limit + 1);
    return toPage(entries, query.limit, (entry) => [String(entry.at.getTime()), entry.id], toEntryOutput);
  }

  private async visible(caller: Caller, id: string): Promise<Document> {
    const document = await this.repository.find(caller.tenancy, id);
    if (!document || (document.direction === 'incoming' && !seesIncoming(caller)))
      throw new ApiError('DOCUMENT_NOT_FOUND');
    return document;
  }
}

/** Whether the key may see what was received: that takes the scope `receive` beside others. */
export function seesIncoming({ principal }: Caller): boolean {
  return principal.scopes.includes('*') || principal.scopes.includes('receive');
}

function filterOf(query: DocumentsQuery): Omit<DocumentFilter, 'limit'> {
  const { direction, type, status, deliveryStatus, lifecycleStatus, number, counterparty } = query;
  return {
    equals: { direction, type, status, deliveryStatus, lifecycleStatus, number },
    counterparty,
    issuedFrom: query.issuedFrom?.slice(0, 10),
    issuedTo: query.issuedTo?.slice(0, 10),
    createdFrom: query.createdFrom ? new Date(query.createdFrom) : undefined,
    createdTo: query.createdTo ? new Date(query.createdTo) : undefined,
  };
}

function fileNameOf({ type, number }: Document): string {
  return `${`${type}-${number}`.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 100)}.xml`;
}
