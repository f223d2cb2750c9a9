import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';
import { returning, Transaction } from '../../core/database/transaction';
import { TaxAuthority } from '../../network/tax-authority.port';
import { TimelinePosition } from '../documents';
import { Report } from './report';

const columns = `id, organization_id AS "organizationId", livemode, company_id AS "companyId", document_id AS "documentId", authority,
  lifecycle_status AS "lifecycleStatus", reason_code AS "reasonCode", state, round, attempts, reference, error_code AS "errorCode",
  error_message AS "errorMessage", occurred_at AS "occurredAt", deadline, updated_at AS "updatedAt"`;

/** A report that is due when its document and company say so. */
export interface DueReport {
  id: string;
  documentId: string;
  authority: TaxAuthority;
  lifecycleStatus: string;
  reasonCode?: string;
  at: Date;
  deadline: Date;
  /** Of a hand-off: only for companies of this country for which neither they nor their platform switched it off, and only once. */
  country?: string;
}

/** An invoice's file at SDI: SDI's number of it, and the name that we gave it. */
interface SdiFile {
  reference: string | null;
  fileName: string | null;
}

@Injectable()
export class ComplianceRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Inserts those that are due, and returns them. */
  async insertDue(tx: Transaction, due: DueReport[]): Promise<Report[]> {
    const column = (name: keyof DueReport) => due.map((report) => report[name] ?? null);
    return returning(
      tx,
      `INSERT INTO compliance_reports (id, organization_id, livemode, company_id, document_id, authority, lifecycle_status, reason_code,
         state, occurred_at, deadline, updated_at)
       SELECT due.id, documents.organization_id, documents.livemode, documents.company_id, documents.id, due.authority, due.status,
         due.reason, 'pending', due.at, due.deadline, due.at
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[])
         AS due (id, document_id, authority, status, reason, at, deadline, country)
       JOIN documents ON documents.id = due.document_id
       JOIN companies ON companies.id = documents.company_id
       LEFT JOIN platform_settings AS settings ON settings.organization_id = documents.organization_id
       WHERE due.country IS NULL OR (
         companies.country = due.country
         AND coalesce(companies.auto_compliance ->> due.country, settings.auto_compliance ->> due.country, 'true') <> 'false'
         AND NOT EXISTS (
           SELECT FROM compliance_reports AS earlier
           WHERE earlier.document_id = documents.id AND earlier.authority = due.authority
             AND earlier.lifecycle_status = due.status
         )
       )
       RETURNING ${columns}`,
      [
        column('id'),
        column('documentId'),
        column('authority'),
        column('lifecycleStatus'),
        column('reasonCode'),
        column('at'),
        column('deadline'),
        column('country'),
      ],
    );
  }

  async find(id: string): Promise<Report | undefined> {
    const rows: Report[] = await this.dataSource.query(
      `SELECT ${columns} FROM compliance_reports WHERE id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Locks it until the transaction ends: an outcome and a retry must not pass each other by. */
  async lock(tx: Transaction, id: string): Promise<Report | undefined> {
    const rows: Report[] = await tx.query(
      `SELECT ${columns} FROM compliance_reports WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return rows[0];
  }

  /** Oldest first. */
  async listOf(documentId: string, { organizationId, livemode }: Tenancy): Promise<Report[]> {
    const sql = `SELECT ${columns} FROM compliance_reports
      WHERE document_id = $1 AND organization_id = $2 AND livemode = $3 ORDER BY id`;
    return this.dataSource.query(sql, [documentId, organizationId, livemode]);
  }

  /** Behind a position in the document's timeline. */
  async after(documentId: string, { at, id }: TimelinePosition, limit: number): Promise<Report[]> {
    return this.dataSource.query(
      `SELECT ${columns} FROM compliance_reports
       WHERE document_id = $1 AND (occurred_at, id) > ($2, $3) ORDER BY occurred_at, id LIMIT $4`,
      [documentId, at, id, limit],
    );
  }

  async change(
    tx: Transaction,
    id: string,
    now: Date,
    { state, round, attempts, reference, errorCode, errorMessage, deadline }: Report,
  ): Promise<void> {
    await tx.query(
      `UPDATE compliance_reports SET state = $3, round = $4, attempts = $5, reference = $6, error_code = $7, error_message = $8,
         deadline = $9, updated_at = greatest($2, updated_at) WHERE id = $1`,
      [id, now, state, round, attempts, reference, errorCode, errorMessage, deadline],
    );
  }

  /** One more hand-over, with what went wrong if it did. */
  async noteAttempt(
    tx: Transaction,
    id: string,
    error: { code: string; message: string } | null,
  ): Promise<void> {
    await tx.query(
      `UPDATE compliance_reports SET attempts = attempts + 1, error_code = $2, error_message = $3
       WHERE id = $1 AND state IN ('pending', 'submitted')`,
      [id, error?.code, error?.message],
    );
  }

  /** How many reports each authority still owes an answer to. */
  async open(): Promise<Record<string, number>> {
    const rows: Array<{ authority: string; count: number }> = await this.dataSource.query(
      `SELECT authority, count(*)::integer AS count FROM compliance_reports
       WHERE state IN ('pending', 'submitted') GROUP BY authority`,
    );
    return Object.fromEntries(rows.map(({ authority, count }) => [authority, count]));
  }

  /** By what SDI knows the invoice that a received document is, when its seller is here too; nulls until SDI has taken it. */
  async sdiFileOf(messageId: string | null): Promise<SdiFile | undefined> {
    const rows: SdiFile[] = await this.dataSource.query(
      `SELECT reports.reference, files.name AS "fileName" FROM compliance_reports AS reports
       LEFT JOIN compliance_files AS files ON files.report_id = reports.id AND files.round = reports.round
       WHERE reports.document_id = $1 AND reports.authority = 'SDI' AND reports.lifecycle_status = 'deposited'`,
      [messageId],
    );
    return rows[0];
  }

  async nextFileNumber(): Promise<number> {
    const sql = `SELECT nextval('compliance_file_numbers')::integer AS number`;
    const rows: Array<{ number: number }> = await this.dataSource.query(sql);
    return rows[0]!.number;
  }
}
