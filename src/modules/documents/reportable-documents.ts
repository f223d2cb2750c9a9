import { Injectable } from '@nestjs/common';
import { UnreadableDocument } from '../../core/xml/xml-tree';
import { CompaniesService, Company } from '../companies';
import { Document } from './document.entity';
import { DocumentsRepository } from './documents.repository';
import { Invoice } from './formats/invoice';
import { readUbl } from './formats/ubl-reader';

/** All that a report to an authority is made of. */
export interface ReportableDocument {
  document: Document;
  company: Company;
  bytes: Buffer;
  /** Undefined for a received document that nobody can read. */
  invoice?: Invoice;
}

/** Opens documents for those who report them. */
@Injectable()
export class ReportableDocuments {
  constructor(
    private readonly documents: DocumentsRepository,
    private readonly companies: CompaniesService,
  ) {}

  async find(documentId: string): Promise<ReportableDocument> {
    const document = await this.documents.findForWork(documentId);
    const company = document && (await this.companies.find(document.companyId));
    if (!company) throw new Error(`document ${documentId} or its company is gone`);
    const { bytes } = await this.documents.payload(documentId);
    return { document, company, bytes, invoice: readable(bytes) };
  }
}

function readable(bytes: Buffer): Invoice | undefined {
  try {
    return readUbl(bytes);
  } catch (error) {
    if (error instanceof UnreadableDocument) return undefined;
    throw error;
  }
}
