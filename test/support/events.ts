import { DataSource } from 'typeorm';
import { Transactions } from '../../src/core/database/transaction';
import { AppendedEvent, EventLog, NewEvent } from '../../src/core/events/event-log';
import { TestApp } from './app';

/** The organization that the first start made. */
export async function firstOrganizationId(app: TestApp): Promise<string> {
  const rows: Array<{ id: string }> = await app.database.query(
    'SELECT id FROM organizations ORDER BY id LIMIT 1',
  );
  return rows[0]!.id;
}

/** Appends events as a domain does, in a transaction of their own each. */
export async function emit(
  app: TestApp,
  event: Partial<NewEvent> & { organizationId: string },
  times = 1,
): Promise<AppendedEvent[]> {
  const transactions = app.app.get(Transactions);
  const log = app.app.get(EventLog);
  const appended: AppendedEvent[] = [];
  for (let count = 0; count < times; count++) {
    const whole: NewEvent = {
      type: 'document.updated',
      livemode: false,
      data: { documentId: `doc_${count}`, changes: [] },
      ...event,
    };
    appended.push(...(await transactions.run((tx) => log.append(tx, whole))));
  }
  return appended;
}

export interface DeliveryRow {
  id: string;
  webhook_id: string;
  event_id: string;
  state: string;
  attempt: number;
}

export async function deliveriesOf(database: DataSource, webhookId: string): Promise<DeliveryRow[]> {
  return database.query(
    'SELECT id, webhook_id, event_id, state, attempt FROM deliveries WHERE webhook_id = $1 ORDER BY id',
    [webhookId],
  );
}
