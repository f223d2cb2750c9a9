import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';
import { countrySchemes } from '../companies';
import { documentTables } from './document-tables';
import { PurgeFilter, PurgeLine } from './purge-plan';
import { retentionPeriods } from './retention-periods';

/** A document counts from the end of its year of issue, by the longer period of both sides; what is still to be sent never does. */
const past = `
  FROM documents AS document
  JOIN companies AS company ON company.id = document.company_id
  LEFT JOIN unnest($1::text[], $2::integer[]) AS own (country, years) ON own.country = company.country
  LEFT JOIN unnest($3::text[], $4::integer[]) AS other (scheme, years)
    ON other.scheme = left(CASE document.direction WHEN 'outgoing' THEN document.receiver_id ELSE document.sender_id END, 4)
  WHERE extract(year FROM document.issue_date) + greatest(coalesce(own.years, $5), coalesce(other.years, $5))
      < extract(year FROM $6::date)
    AND document.status <> 'queued'`;

const held = `EXISTS (
  SELECT FROM legal_holds WHERE lifted_at IS NULL AND subject_id IN (document.id, document.company_id))`;

/** The claimed documents of one batch. */
export interface Batch {
  ids: string[];
  bytes: number;
}

/** For the command alone, which has no server around it. */
export class PurgeRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly defaultYears: number,
  ) {}

  async plan({ livemode, companyId }: PurgeFilter, today: Date): Promise<PurgeLine[]> {
    const rows: Array<PurgeLine & Record<'documents' | 'bytes' | 'held', string>> =
      await this.dataSource.query(
        `SELECT document.organization_id AS "organizationId", document.livemode, company.id AS "companyId",
         company.name AS "companyName", company.country, extract(year FROM document.issue_date)::integer AS year,
         count(*) FILTER (WHERE NOT ${held}) AS documents, count(*) FILTER (WHERE ${held}) AS held,
         coalesce(sum((SELECT octet_length(bytes) FROM document_payloads WHERE document_id = document.id))
           FILTER (WHERE NOT ${held}), 0) AS bytes
       ${past} AND document.livemode = coalesce($7, document.livemode) AND company.id = coalesce($8, company.id)
       GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY livemode, country, company.id, year`,
        [...this.periods(today), livemode, companyId],
      );
    return rows.map((row) => ({
      ...row,
      documents: Number(row.documents),
      bytes: Number(row.bytes),
      held: Number(row.held),
    }));
  }

  /** Some of the line's documents, which nobody may change or hold until the transaction ends. */
  async claim(tx: Transaction, line: PurgeLine, today: Date, limit: number): Promise<Batch> {
    const { organizationId, livemode, companyId, year } = line;
    await tx.query(`SELECT id FROM companies WHERE id = $1 FOR NO KEY UPDATE`, [companyId]);
    const rows: Array<{ id: string; bytes: number | null }> = await tx.query(
      `SELECT document.id, (SELECT octet_length(bytes) FROM document_payloads WHERE document_id = document.id) AS bytes
       ${past} AND document.organization_id = $7 AND document.livemode = $8 AND document.company_id = $9
         AND extract(year FROM document.issue_date) = $10 AND NOT ${held}
       ORDER BY document.id LIMIT $11 FOR UPDATE OF document SKIP LOCKED`,
      [...this.periods(today), organizationId, livemode, companyId, year, limit],
    );
    return { ids: rows.map(({ id }) => id), bytes: rows.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) };
  }

  async remove(tx: Transaction, ids: string[]): Promise<void> {
    for (const { table, rows } of documentTables) await tx.query(`DELETE FROM ${table} WHERE ${rows}`, [ids]);
    await tx.query(`DELETE FROM documents WHERE id = ANY($1)`, [ids]);
  }

  async record(
    tx: Transaction,
    id: string,
    line: PurgeLine,
    { ids, bytes }: Batch,
    now: Date,
  ): Promise<void> {
    const { organizationId, livemode, companyId, year } = line;
    await returning(
      tx,
      `INSERT INTO purge_records (id, organization_id, livemode, company_id, issue_year, document_ids, bytes, purged_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, organizationId, livemode, companyId, year, ids, bytes, now],
    );
  }

  private periods(today: Date): unknown[] {
    const countries = Object.keys(retentionPeriods);
    const schemes = [...countrySchemes].map(([scheme, country]) => ({
      scheme,
      period: retentionPeriods[country],
    }));
    return [
      countries,
      countries.map((country) => retentionPeriods[country]!.years),
      schemes.map(({ scheme }) => scheme),
      schemes.map(({ period }) => period?.years ?? this.defaultYears),
      this.defaultYears,
      today.toISOString().slice(0, 10),
    ];
  }
}
