import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transaction } from '../../core/database/transaction';
import { Report, ReportFile } from './report';

/** One message of an authority about a report. */
export interface StoredReceipt {
  reportId: string;
  mediaType: string;
  bytes: Buffer;
  sha256: Buffer;
  receivedAt: Date;
}

/** What was handed over, and what came back: kept byte by byte, and never changed. */
@Injectable()
export class EvidenceRepository {
  constructor(private readonly dataSource: DataSource) {}

  async file({ id, round }: Pick<Report, 'id' | 'round'>): Promise<ReportFile | undefined> {
    const rows: ReportFile[] = await this.dataSource.query(
      `SELECT name, media_type AS "mediaType", bytes, sha256 FROM compliance_files WHERE report_id = $1 AND round = $2`,
      [id, round],
    );
    return rows[0];
  }

  /** The first one of a round stands. */
  async keepFile(tx: Transaction, { id, round }: Report, file: ReportFile): Promise<void> {
    const { name, mediaType, bytes, sha256 } = file;
    await tx.query(
      `INSERT INTO compliance_files (report_id, round, name, media_type, bytes, sha256) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT pk_compliance_files DO NOTHING`,
      [id, round, name, mediaType, bytes, sha256],
    );
  }

  /** The same bytes again are no second receipt. */
  async keepReceipt(
    tx: Transaction,
    reportId: string,
    receipt: Omit<ReportFile, 'name'>,
    at: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO compliance_receipts (report_id, sha256, media_type, bytes, received_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT pk_compliance_receipts DO NOTHING`,
      [reportId, receipt.sha256, receipt.mediaType, receipt.bytes, at],
    );
  }

  /** Oldest first, of several reports. */
  async receiptsOf(reportIds: string[]): Promise<StoredReceipt[]> {
    return this.dataSource.query(
      `SELECT report_id AS "reportId", media_type AS "mediaType", bytes, sha256, received_at AS "receivedAt"
       FROM compliance_receipts WHERE report_id = ANY($1) ORDER BY received_at, sha256`,
      [reportIds],
    );
  }
}
