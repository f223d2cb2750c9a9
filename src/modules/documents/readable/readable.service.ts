import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Caller } from '../../../core/auth/caller';
import { Branding, ownBrand } from '../../../core/branding/branding.port';
import { DocumentsService } from '../documents.service';
import { Look } from './look';
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
    private readonly branding: Branding,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws DOCUMENT_NOT_FOUND, and DOCUMENT_INVALID where the original cannot be read. */
  async pdf(caller: Caller, id: string): Promise<ReadableDocument> {
    const { digest, fileName } = await this.documents.original(caller, id);
    const invoice = await this.documents.structured(caller, id);
    const look = await this.lookOf(caller.tenancy.organizationId);
    const bytes = await this.renderer.render({ invoice, look, digest });
    return { bytes, fileName: fileName.replace(/xml$/, 'pdf') };
  }

  private async lookOf(organizationId: string): Promise<Look> {
    const db = this.dataSource.manager;
    const { displayName, supportEmail, primaryColor, logo } = await this.branding.of(db, organizationId);
    return {
      displayName: displayName ?? ownBrand.displayName,
      supportEmail,
      primaryColor: primaryColor ?? ownBrand.primaryColor,
      logo: logo ? await this.branding.picture(db, organizationId) : undefined,
    };
  }
}
