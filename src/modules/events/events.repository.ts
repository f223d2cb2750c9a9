import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';
import { returning, Transaction } from '../../core/database/transaction';
import { AppendedEvent } from '../../core/events/event-log';

export interface EventRow {
  id: string;
  body: Buffer;
  /** The writing transaction's number, as text: xid8 exceeds what a JavaScript number holds. */
  transaction_id: string;
}

export interface EventFilter {
  types?: string[];
  acknowledged?: boolean;
  since?: string;
  until?: string;
  /** Transaction and id of the event to go on after. */
  after?: string[];
  limit: number;
}

@Injectable()
export class EventsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, events: AppendedEvent[]): Promise<void> {
    const columns = [
      events.map((event) => event.id),
      events.map((event) => event.organizationId),
      events.map((event) => event.livemode),
      events.map((event) => event.companyId),
      events.map((event) => event.documentId),
      events.map((event) => event.type),
      events.map((event) => event.body),
      events.map((event) => event.createdAt),
    ];
    await tx.query(
      `INSERT INTO events (id, organization_id, livemode, company_id, document_id, type, body, created_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::timestamptz[])`,
      columns,
    );
  }

  /**
   * In commit order, and only what no open transaction can still come before: a poller that follows the cursor never misses an
   * event that commits late.
   */
  async list(tenancy: Tenancy, filter: EventFilter): Promise<EventRow[]> {
    const { organizationId, livemode, companyId } = tenancy;
    const conditions = [
      `organization_id = $1`,
      `livemode = $2`,
      `transaction_id < pg_snapshot_xmin(pg_current_snapshot())`,
    ];
    const values: unknown[] = [organizationId, livemode];
    const where = (condition: (at: string) => string, value: unknown) => {
      if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
    };
    where((at) => `company_id = ${at}`, companyId);
    where((at) => `type = ANY(${at})`, filter.types);
    where((at) => `created_at >= ${at}`, filter.since);
    where((at) => `created_at < ${at}`, filter.until);
    where(
      (at) => `(transaction_id, id) > (split_part(${at}, ' ', 1)::xid8, split_part(${at}, ' ', 2))`,
      filter.after?.join(' '),
    );
    if (filter.acknowledged !== undefined)
      conditions.push(`acknowledged_at IS ${filter.acknowledged ? 'NOT NULL' : 'NULL'}`);
    return this.dataSource.query(
      `SELECT id, body, transaction_id::text FROM events WHERE ${conditions.join(' AND ')}
       ORDER BY transaction_id, id LIMIT $${values.push(filter.limit)}`,
      values,
    );
  }

  async find({ organizationId, livemode, companyId }: Tenancy, id: string): Promise<EventRow | undefined> {
    const rows: EventRow[] = await this.dataSource.query(
      `SELECT id, body, transaction_id::text FROM events
       WHERE id = $1 AND organization_id = $2 AND livemode = $3 AND ($4::text IS NULL OR company_id = $4)`,
      [id, organizationId, livemode, companyId ?? null],
    );
    return rows[0];
  }

  /** Marks them as processed and gives the ids that exist, those acknowledged before among them. */
  async acknowledge(
    tx: Transaction,
    { organizationId, livemode, companyId }: Tenancy,
    ids: string[],
    now: Date,
  ): Promise<string[]> {
    const rows = await returning<{ id: string }>(
      tx,
      `UPDATE events SET acknowledged_at = coalesce(acknowledged_at, $5)
       WHERE id = ANY($1) AND organization_id = $2 AND livemode = $3 AND ($4::text IS NULL OR company_id = $4) RETURNING id`,
      [ids, organizationId, livemode, companyId ?? null, now],
    );
    return rows.map(({ id }) => id);
  }
}
