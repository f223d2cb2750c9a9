import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { newIdentifier } from '../crypto/identifiers';
import { Transaction } from '../database/transaction';

/** Version of the payloads; changes only with a breaking one. */
export const apiVersion = '2026-04-01';

export interface NewEvent {
  type: string;
  organizationId: string;
  livemode: boolean;
  /** Puts `data.company` into the event and routes it to the company's own webhooks. */
  company?: { id: string; metadata: Record<string, unknown> };
  documentId?: string;
  data: Record<string, unknown>;
}

export interface AppendedEvent {
  id: string;
  type: string;
  organizationId: string;
  livemode: boolean;
  companyId: string | null;
  documentId: string | null;
  createdAt: Date;
  /** The envelope, serialised once; every delivery and the Events API serve these bytes. */
  body: Buffer;
}

/** May only write SQL with the given transaction: no HTTP, no Redis, nothing slow. */
type Subscriber = (tx: Transaction, events: AppendedEvent[]) => Promise<void>;

/**
 * Where domains say what happened, within the transaction that makes it so. Subscribers (the event store, the webhooks' fan-out,
 * the usage count) write in the same transaction, so an event, its deliveries and its cause are kept together or not at all.
 */
@Injectable()
export class EventLog {
  private readonly subscribers: Array<{ order: number; handle: Subscriber }> = [];

  constructor(private readonly clock: Clock) {}

  /** Lower orders write first: 0 is the event store itself, whose rows the others may refer to. */
  subscribe(order: number, handle: Subscriber): void {
    this.subscribers.push({ order, handle });
    this.subscribers.sort((left, right) => left.order - right.order);
  }

  async append(tx: Transaction, ...events: NewEvent[]): Promise<AppendedEvent[]> {
    const appended = events.map((event) => serialise(event, this.clock.now()));
    for (const { handle } of this.subscribers) await handle(tx, appended);
    return appended;
  }
}

function serialise(event: NewEvent, createdAt: Date): AppendedEvent {
  const { type, organizationId, livemode, company, documentId } = event;
  const id = newIdentifier('evt', createdAt);
  return {
    id,
    type,
    organizationId,
    livemode,
    companyId: company?.id ?? null,
    documentId: documentId ?? null,
    createdAt,
    body: envelopeBytes(event, id, createdAt),
  };
}

/** What consumers get. The fixtures are made here too, so they cannot differ from deliveries. */
export function envelopeBytes(
  { type, livemode, company, data }: Pick<NewEvent, 'type' | 'livemode' | 'company' | 'data'>,
  id: string,
  createdAt: Date,
): Buffer {
  const whole = company ? { ...data, company: { id: company.id, metadata: company.metadata } } : data;
  const envelope = { id, type, livemode, createdAt: createdAt.toISOString(), apiVersion, data: whole };
  return Buffer.from(JSON.stringify(envelope));
}
