import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Caller } from '../../../core/auth/caller';
import { DocumentsService } from '../documents.service';
import { PdfRenderer } from './pdf-renderer';

export interface ReadableDocument {
  bytes: Buffer;
  fileName: string;
}

/** Documents as people read them, in the look of the organization that serves them. */
@Injectable()
export class ReadableService {
  constructor(
    private readonly documents: DocumentsService,
    private readonly renderer: PdfRenderer,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws DOCUMENT_NOT_FOUND, and DOCUMENT_INVALID where the original cannot be read. */
  async pdf(caller: Caller, id: string): Promise<ReadableDocument> {
    const { digest, fileName } = await this.documents.original(caller, id);
    const invoice = await this.documents.structured(caller, id);
    const look = { displayName: 'Flowie Exchange', supportEmail: null, primaryColor: '#1F4B99' };
    const bytes = await this.renderer.render({ invoice, look, digest });
    return { bytes, fileName: fileName.replace(/xml$/, 'pdf') };
  }
}
