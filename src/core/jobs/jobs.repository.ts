import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { insertTogether, NewRow } from '../database/statement';
import { returning, Transaction } from '../database/transaction';
import { Backlog } from '../health/readiness';
import { NewJob } from './job';

export interface JobRow {
  id: string;
  kind: string;
  subject_id: string;
  organization_id: string;
  livemode: boolean;
  attempt: number;
  token: number;
}

@Injectable()
export class JobsRepository {
  constructor(private readonly dataSource: DataSource) {}

  newRow(id: string, job: NewJob, runAt: Date): NewRow {
    const { kind, subjectId: subject_id, organizationId: organization_id, livemode } = job;
    return { table: 'jobs', values: { id, kind, subject_id, organization_id, livemode, run_at: runAt } };
  }

  async insert(tx: Transaction, row: NewRow): Promise<void> {
    const { sql, parameters } = insertTogether([row]);
    await tx.query(sql, parameters);
  }

  /** Takes the job of these kinds that has been due for longest and that nobody holds. */
  async claim(kinds: string[], now: Date, leaseUntil: Date): Promise<JobRow | undefined> {
    const rows = await returning<JobRow>(
      this.dataSource.manager,
      `UPDATE jobs SET attempt = attempt + 1, token = token + 1, lease_until = $2
       WHERE id = (
         SELECT id FROM jobs WHERE run_at <= $1 AND (lease_until IS NULL OR lease_until < $1) AND kind = ANY($3)
         ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED
       )
       RETURNING id, kind, subject_id, organization_id, livemode, attempt, token`,
      [now, leaseUntil, kinds],
    );
    return rows[0];
  }

  async remove(tx: Transaction, id: string, token: number): Promise<boolean> {
    const rows = await returning(tx, `DELETE FROM jobs WHERE id = $1 AND token = $2 RETURNING id`, [
      id,
      token,
    ]);
    return rows.length === 1;
  }

  async postpone(
    id: string,
    token: number,
    runAt: Date,
    attempt: number,
    error: string | null,
  ): Promise<void> {
    await this.dataSource.query(
      `UPDATE jobs SET run_at = $3, attempt = $4, last_error = $5, lease_until = NULL WHERE id = $1 AND token = $2`,
      [id, token, runAt, attempt, error],
    );
  }

  /** Brings waiting jobs of these subjects forward: what they waited for has happened. */
  async hasten(tx: Transaction, kind: string, subjectIds: string[], now: Date): Promise<void> {
    await tx.query(`UPDATE jobs SET run_at = $3 WHERE kind = $1 AND subject_id = ANY($2) AND run_at > $3`, [
      kind,
      subjectIds,
      now,
    ]);
  }

  /** Brings waiting jobs of that kind forward, those first whose time is nearest; at most so many at once. */
  async hastenWaiting(tx: Transaction, kind: string, maximum: number, now: Date): Promise<void> {
    await tx.query(
      `UPDATE jobs SET run_at = $3 WHERE id IN (
         SELECT id FROM jobs WHERE kind = $1 AND run_at > $3 ORDER BY run_at LIMIT $2 FOR UPDATE SKIP LOCKED
       )`,
      [kind, maximum, now],
    );
  }

  /** How many jobs should be running and are not, and for how long the oldest of them has been due. */
  async backlog(now: Date): Promise<Backlog> {
    const [row] = await this.dataSource.query<Array<{ due: string; oldest: Date | null }>>(
      `SELECT count(*) AS due, min(run_at) AS oldest FROM jobs WHERE run_at <= $1 AND (lease_until IS NULL OR lease_until < $1)`,
      [now],
    );
    const { due, oldest } = row!;
    const oldestDueAgeSeconds = oldest ? (now.getTime() - oldest.getTime()) / 1_000 : 0;
    return { oldestDueAgeSeconds, counts: { due: Number(due) } };
  }
}
