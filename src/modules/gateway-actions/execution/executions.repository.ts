import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';
import { Execution, ExecutionOutcome, KeyedRequest, StoredExecution } from './execution';

const columns = `id, organization_id AS "organizationId", action_name AS "actionName", state, idempotency_key AS "idempotencyKey", fingerprint, url,
  request_body AS "requestBody", status_code AS "statusCode", response_body AS "responseBody", result, error, started_at AS "startedAt",
  duration_ms AS "durationMilliseconds"`;

@Injectable()
export class ExecutionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** False when the organization has used the key for this action already. */
  async begin(tx: Transaction, execution: Execution): Promise<boolean> {
    const {
      id,
      organizationId,
      actionName,
      state,
      idempotencyKey,
      fingerprint,
      url,
      requestBody,
      startedAt,
    } = execution;
    const rows = await returning(
      tx,
      `INSERT INTO gateway_executions (id, organization_id, action_name, state, idempotency_key, fingerprint, url, request_body, started_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
      [id, organizationId, actionName, state, idempotencyKey, fingerprint, url, requestBody, startedAt],
    );
    return rows.length === 1;
  }

  /** Lets go of a key that was first used before that time. */
  async forgetKey(
    tx: Transaction,
    { organizationId, actionName, idempotencyKey }: KeyedRequest,
    usedBefore: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE gateway_executions SET idempotency_key = NULL
       WHERE organization_id = $1 AND action_name = $2 AND idempotency_key = $3 AND started_at < $4`,
      [organizationId, actionName, idempotencyKey, usedBefore],
    );
  }

  async findByKey({
    organizationId,
    actionName,
    idempotencyKey,
  }: KeyedRequest): Promise<StoredExecution | undefined> {
    const rows: StoredExecution[] = await this.dataSource.query(
      `SELECT ${columns} FROM gateway_executions WHERE organization_id = $1 AND action_name = $2 AND idempotency_key = $3`,
      [organizationId, actionName, idempotencyKey],
    );
    return rows[0];
  }

  /** Nothing happens to one that was given up meanwhile. */
  async settle(tx: Transaction, id: string, outcome: ExecutionOutcome): Promise<void> {
    const { state, statusCode, responseBody, result, error, durationMilliseconds } = outcome;
    await tx.query(
      `UPDATE gateway_executions SET state = $2, status_code = $3, response_body = $4, result = $5, error = $6, duration_ms = $7
       WHERE id = $1 AND state = 'running'`,
      [id, state, statusCode, responseBody, result, error, durationMilliseconds],
    );
  }

  /** Newest first. */
  async list(
    organizationId: string,
    actionName: string,
    before: string | undefined,
    limit: number,
  ): Promise<StoredExecution[]> {
    return this.dataSource.query(
      `SELECT ${columns} FROM gateway_executions
       WHERE organization_id = $1 AND action_name = $2 AND ($3::text IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [organizationId, actionName, before ?? null, limit],
    );
  }

  async find(organizationId: string, id: string): Promise<StoredExecution | undefined> {
    const rows: StoredExecution[] = await this.dataSource.query(
      `SELECT ${columns} FROM gateway_executions WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return rows[0];
  }

  /** Calls that a process which died has left behind. */
  async interrupt(startedBefore: Date, error: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE gateway_executions SET state = 'interrupted', result = '', error = $2 WHERE state = 'running' AND started_at < $1`,
      [startedBefore, error],
    );
  }

  /** Ids begin with the time. */
  async remove(startedBefore: Date, limit: number): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM gateway_executions WHERE id IN (
         SELECT id FROM gateway_executions WHERE id < 'exe_' || ulid_time($1) AND state <> 'running' ORDER BY id LIMIT $2)`,
      [startedBefore, limit],
    );
  }
}
