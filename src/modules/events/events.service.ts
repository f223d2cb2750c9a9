import { Injectable, OnModuleInit } from '@nestjs/common';
import { Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { MonthPartitions } from '../../core/database/month-partitions';
import { Transaction } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, encodeCursor } from '../../core/http/page';
import { EventsQuery } from './event.inputs';
import { AcknowledgementOutput } from './event.outputs';
import { EventsRepository } from './events.repository';

/** The durable twin of the webhooks: every event, for as long as it is kept, whether or not a delivery succeeded. */
@Injectable()
export class EventsService implements OnModuleInit {
  constructor(
    private readonly repository: EventsRepository,
    private readonly log: EventLog,
    private readonly partitions: MonthPartitions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.log.subscribe(0, (tx, events) => this.repository.insert(tx, events));
    this.partitions.register('events', 'evt_');
  }

  /** A page as JSON text, made of the very bytes that the deliveries carry. */
  async list(tenancy: Tenancy, query: EventsQuery): Promise<string> {
    const rows = await this.repository.list(tenancy, {
      types: query.type,
      acknowledged: query.acknowledged === 'all' ? undefined : query.acknowledged === 'true',
      since: query.since,
      until: query.until,
      after: decodeCursor(query.cursor, /^\d{1,20}$/, /^evt_\w{1,40}$/),
      limit: query.limit + 1,
    });
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const hasMore = rows.length > shown.length;
    // The cursor is given on the last page too: a poller keeps it and asks from there for what comes next.
    const nextCursor = last ? encodeCursor([last.transaction_id, last.id]) : (query.cursor ?? null);
    const data = shown.map(({ body }) => body.toString()).join(',');
    return `{"data":[${data}],"hasMore":${hasMore},"nextCursor":${JSON.stringify(nextCursor)}}`;
  }

  async get(tenancy: Tenancy, id: string): Promise<string> {
    const row = await this.repository.find(tenancy, id);
    if (!row) throw new ApiError('NOT_FOUND', { message: 'There is no such event.' });
    return row.body.toString();
  }

  async acknowledge(tx: Transaction, tenancy: Tenancy, ids: string[]): Promise<AcknowledgementOutput> {
    const wanted = [...new Set(ids)];
    const found = new Set(await this.repository.acknowledge(tx, tenancy, wanted, this.clock.now()));
    return {
      acknowledged: found.size,
      eventIds: wanted.filter((id) => found.has(id)),
      notFound: wanted.filter((id) => !found.has(id)),
    };
  }
}
