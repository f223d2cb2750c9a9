import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';

export const deliveryStates = ['pending', 'leased', 'delivered', 'held', 'exhausted', 'discarded'] as const;

export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryRow {
  id: string;
  event_id: string;
  event_type: string;
  state: DeliveryState;
  attempt: number;
  due_at: Date;
  created_at: Date;
  settled_at: Date | null;
  resent_from: string | null;
  last_status_code: number | null;
  last_error: string | null;
}

export interface AttemptRow {
  number: number;
  started_at: Date;
  duration_ms: number;
  url: string;
  request_headers: Record<string, string> | null;
  body_sha256: Buffer | null;
  status_code: number | null;
  error: string | null;
  response_body: Buffer | null;
  remote_address: string | null;
  tls: Record<string, string> | null;
}

export interface DeliveryFilter {
  states?: string[];
  types?: string[];
  since?: string;
  until?: string;
  documentId?: string;
  eventId?: string;
  /** Id of the delivery to go on before. */
  before?: string;
  limit: number;
}

/** Reads what became of deliveries, and sends one again; the caller has made sure that the webhook is theirs. */
@Injectable()
export class DeliveryLogRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(webhookId: string, filter: DeliveryFilter): Promise<DeliveryRow[]> {
    const conditions = ['webhook_id = $1'];
    const values: unknown[] = [webhookId];
    const where = (condition: (at: string) => string, value: unknown) => {
      if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
    };
    where((at) => `state = ANY(${at})`, filter.states);
    where((at) => `event_type = ANY(${at})`, filter.types);
    where((at) => `created_at >= ${at}`, filter.since);
    where((at) => `created_at < ${at}`, filter.until);
    where((at) => `event_id = ${at}`, filter.eventId);
    where((at) => `event_id IN (SELECT id FROM events WHERE document_id = ${at})`, filter.documentId);
    where((at) => `id < ${at}`, filter.before);
    return this.dataSource.query(
      `SELECT ${columns} FROM deliveries ${withLastAttempt} WHERE ${conditions.join(' AND ')}
       ORDER BY id DESC LIMIT $${values.push(filter.limit)}`,
      values,
    );
  }

  /** Within a transaction, pass it. */
  async find(webhookId: string, id: string, tx?: Transaction): Promise<DeliveryRow | undefined> {
    const rows = await (tx ?? this.dataSource).query<DeliveryRow[]>(
      `SELECT ${columns} FROM deliveries ${withLastAttempt} WHERE id = $1 AND webhook_id = $2`,
      [id, webhookId],
    );
    return rows[0];
  }

  async attempts(id: string): Promise<AttemptRow[]> {
    return this.dataSource.query(
      `SELECT number, started_at, duration_ms, url, request_headers, body_sha256, status_code, error, response_body, remote_address, tls
       FROM delivery_attempts WHERE delivery_id = $1 ORDER BY number`,
      [id],
    );
  }

  /** The bytes that every attempt sends; undefined once the event is past its retention. */
  async body(eventId: string): Promise<Buffer | undefined> {
    const rows: Array<{ body: Buffer }> = await this.dataSource.query(
      `SELECT body FROM events WHERE id = $1`,
      [eventId],
    );
    return rows[0]?.body;
  }

  /** The same event to the same webhook as a delivery of its own; undefined when its event is past its retention. */
  async resend(
    tx: Transaction,
    deliveryId: string,
    state: 'pending' | 'held',
    now: Date,
  ): Promise<string | undefined> {
    const rows = await returning<{ id: string }>(
      tx,
      `INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, due_at, created_at, resent_from)
       SELECT new_delivery_id($3), webhook_id, event_id, event_type, organization_id, livemode, $2, $3, $3, id
       FROM deliveries WHERE id = $1 AND EXISTS (SELECT FROM events WHERE events.id = event_id) RETURNING id`,
      [deliveryId, state, now],
    );
    return rows[0]?.id;
  }
}

const columns = `id, event_id, event_type, state, attempt, due_at, created_at, settled_at, resent_from,
  last.status_code AS last_status_code, last.error AS last_error`;

const withLastAttempt = `LEFT JOIN LATERAL (
    SELECT status_code, error FROM delivery_attempts WHERE delivery_id = deliveries.id ORDER BY number DESC LIMIT 1
  ) AS last ON true`;
