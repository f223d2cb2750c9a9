import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';
import { ReportOutcome, TaxReport } from '../../tax-authority.port';
import { SandboxReport } from './sandbox-decision';

const columns = `id, organization_id AS "organizationId", authority, number::text AS number, file_name AS "fileName", receiver,
  simulate, payload, reported_at AS "reportedAt", answered_by AS "answeredBy"`;

/** What the sandbox's authorities have been given. */
@Injectable()
export class SandboxReports {
  constructor(private readonly dataSource: DataSource) {}

  /** False when the same report came before. */
  async insert(tx: Transaction, report: TaxReport, now: Date): Promise<boolean> {
    const { reportId, organizationId, authority, fileName, receiver, simulate, payload } = report;
    const rows = await returning(
      tx,
      `INSERT INTO sandbox_reports (id, organization_id, authority, file_name, receiver, simulate, payload, reported_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT ON CONSTRAINT pk_sandbox_reports DO NOTHING RETURNING id`,
      [reportId, organizationId, authority, fileName, receiver, simulate ?? null, payload, now],
    );
    return rows.length === 1;
  }

  async find(id: string): Promise<SandboxReport | undefined> {
    return (await this.select(`id = $1`, id))[0];
  }

  /** The invoice that SDI has given this number. */
  async findByNumber(number: string): Promise<SandboxReport | undefined> {
    if (!/^\d{1,15}$/.test(number)) return undefined;
    return (await this.select(`number = $1::bigint AND authority = 'SDI'`, number))[0];
  }

  /** What the authority has decided; pending until it has. */
  async outcome(id: string): Promise<ReportOutcome> {
    const rows: Array<Omit<ReportOutcome, 'receipt'> & { receipt: Buffer | null }> =
      await this.dataSource.query(
        `SELECT coalesce(state, 'pending') AS state, number::text AS reference, code, message, receipt
       FROM sandbox_reports WHERE id = $1`,
        [id],
      );
    if (!rows[0]) return { state: 'pending' };
    const { receipt: bytes, ...outcome } = rows[0];
    return bytes ? { ...outcome, receipt: { mediaType: 'application/xml', bytes } } : outcome;
  }

  /** The first decision stands. */
  async decide(tx: Transaction, id: string, outcome: ReportOutcome): Promise<void> {
    const { state, code, message, receipt } = outcome;
    await tx.query(
      `UPDATE sandbox_reports SET state = $2, code = $3, message = $4, receipt = $5 WHERE id = $1 AND state IS NULL`,
      [id, state, code, message, receipt?.bytes],
    );
  }

  /** True for the first report that answers an invoice, however often it asks. */
  async recordAnswer(tx: Transaction, id: string, answeredBy: string): Promise<boolean> {
    const sql = `UPDATE sandbox_reports SET answered_by = $2 WHERE id = $1 AND coalesce(answered_by, $2) = $2 RETURNING id`;
    return (await returning(tx, sql, [id, answeredBy])).length === 1;
  }

  private select(condition: string, value: string): Promise<SandboxReport[]> {
    return this.dataSource.query(`SELECT ${columns} FROM sandbox_reports WHERE ${condition}`, [value]);
  }
}
