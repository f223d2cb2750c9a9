import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { sha256 } from '../../core/crypto/digests';
import { Transactions } from '../../core/database/transaction';
import { BuyerAnswerWriter } from '../../network/buyer-answer.port';
import { NetworkError } from '../../network/network-error.port';
import { ReportableDocument, ReportableDocuments } from '../documents';
import { ComplianceRepository } from './compliance.repository';
import { EvidenceRepository } from './evidence.repository';
import { Report, ReportFile, submissionId } from './report';
import { ppfFile, sdiInvoiceFile } from './report-file';

interface PreparedReport {
  file: ReportFile;
  receiver: string;
  simulate?: string;
}

/** Writes what is handed to an authority, once a round. */
@Injectable()
export class ReportFiles {
  constructor(
    private readonly repository: ComplianceRepository,
    private readonly evidence: EvidenceRepository,
    private readonly documents: ReportableDocuments,
    private readonly answers: BuyerAnswerWriter,
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  async of(report: Report): Promise<PreparedReport> {
    const source = await this.documents.find(report.documentId);
    const { receiverId: receiver, simulatedCompliance } = source.document;
    // The authority that was asked to reject has done so; the next round is looked at as any other.
    const simulate = report.round === 1 ? (simulatedCompliance ?? undefined) : undefined;
    const kept = await this.evidence.file(report);
    if (kept) return { file: kept, receiver, simulate };
    const file = await this.write(report, source);
    await this.transactions.run((tx) => this.evidence.keepFile(tx, report, file));
    return { file: (await this.evidence.file(report))!, receiver, simulate };
  }

  private async write(report: Report, source: ReportableDocument): Promise<ReportFile> {
    if (report.authority === 'PPF') return ppfFile(report, source, this.settings.PPF_PLATFORM_ID);
    if (source.document.direction === 'incoming') return this.writeAnswer(report, source);
    return sdiInvoiceFile(source, await this.repository.nextFileNumber());
  }

  private async writeAnswer(report: Report, { document }: ReportableDocument): Promise<ReportFile> {
    const known = await this.repository.sdiFileOf(document.messageId);
    if (!known?.reference || !known.fileName) {
      const message = 'SDI has given this invoice no number that is known here.';
      // The seller's own report may be on its way still.
      throw new NetworkError('SDI_REFERENCE_UNKNOWN', message, known !== undefined);
    }
    const { fileName: name, bytes } = this.answers.write({
      reference: known.reference,
      fileName: known.fileName,
      answerId: submissionId(report),
      accepted: report.lifecycleStatus === 'approved',
      reason: report.reasonCode ?? undefined,
      invoiceNumber: document.number,
      invoiceDate: document.issueDate,
    });
    return { name, mediaType: 'application/xml', bytes, sha256: sha256(bytes) };
  }
}
