import { Injectable } from '@nestjs/common';
import { fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Caller } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { JobsService } from '../../core/jobs/jobs.service';
import { DocumentsService } from '../documents';
import { ReportOutput, toReportOutput } from './compliance.outputs';
import { ComplianceRepository } from './compliance.repository';
import { EvidenceRepository } from './evidence.repository';
import { Report, ReportFile } from './report';
import { reportJob } from './report-trigger';
import { deadlineOf } from './reporting-windows';

/** What callers may see of the reports of a document, and do with them. */
@Injectable()
export class ComplianceService {
  constructor(
    private readonly repository: ComplianceRepository,
    private readonly evidence: EvidenceRepository,
    private readonly documents: DocumentsService,
    private readonly jobs: JobsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, documentId: string): Promise<ReportOutput[]> {
    const reports = await this.reportsOf(caller, documentId);
    const receipts = await this.evidence.receiptsOf(reports.map(({ id }) => id));
    return reports.map((report) =>
      toReportOutput(
        report,
        receipts.filter(({ reportId }) => reportId === report.id),
      ),
    );
  }

  /** The file of the present round; REPORT_NOT_FOUND while there is none. */
  async file(caller: Caller, documentId: string, id: string): Promise<ReportFile> {
    const report = await this.find(caller, documentId, id);
    const file = await this.evidence.file(report);
    if (!file)
      throw new ApiError('REPORT_NOT_FOUND', {
        message: 'This report has no file yet. Try again in a moment.',
      });
    return file;
  }

  /** A rejected report is made anew; one that failed is handed over under the id that the authority may know already. */
  async retry(tx: Transaction, caller: Caller, documentId: string, id: string): Promise<ReportOutput> {
    await this.find(caller, documentId, id);
    const report = (await this.repository.lock(tx, id))!;
    if (report.state !== 'rejected' && report.state !== 'failed')
      throw new ApiError('INVALID_TRANSITION', {
        message: `Only a rejected or failed report can be retried; this one is ${report.state}.`,
      });
    const now = this.clock.now();
    const { authority, lifecycleStatus, organizationId, livemode } = report;
    const again: Report = {
      ...report,
      state: 'pending',
      round: report.state === 'rejected' ? report.round + 1 : report.round,
      errorCode: null,
      errorMessage: null,
      deadline: deadlineOf(authority, lifecycleStatus, now),
    };
    await this.repository.change(tx, id, now, again);
    await this.jobs.enqueue(tx, { kind: reportJob, subjectId: id, organizationId, livemode });
    await this.note(tx, report, again);
    return toReportOutput({ ...again, updatedAt: now }, await this.evidence.receiptsOf([id]));
  }

  private note(tx: Transaction, before: Report, { state, round }: Report): Promise<void> {
    const { id, companyId } = before;
    const subject = { type: 'report', id };
    const changes = fieldChanges(before, { state, round });
    return this.audit.append(tx, { action: 'report.retried', subject, companyId, owner: before, changes });
  }

  private async find(caller: Caller, documentId: string, id: string): Promise<Report> {
    const report = (await this.reportsOf(caller, documentId)).find((candidate) => candidate.id === id);
    if (!report) throw new ApiError('REPORT_NOT_FOUND');
    return report;
  }

  /** Throws DOCUMENT_NOT_FOUND, also for a document that the caller may not see. */
  private async reportsOf(caller: Caller, documentId: string): Promise<Report[]> {
    await this.documents.get(caller, documentId);
    return this.repository.listOf(documentId, caller.tenancy);
  }
}
