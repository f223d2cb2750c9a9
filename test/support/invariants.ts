import { DataSource } from 'typeorm';
import { Arrival, FaultReceiver } from './fault-receiver';

const maximumAttempts = 8;
const gone = 410;

export interface Endpoint {
  webhookId: string;
  receiver: FaultReceiver;
}

/** What a test knows by itself, to be held against what PostgreSQL says. */
export interface Evidence {
  organizationId: string;
  /** Events whose transaction was confirmed. One that was not may be stored all the same, and is then expected too. */
  acknowledged: string[];
  endpoints: Endpoint[];
  /** Deliveries that were claimed and not settled when something was killed: only they may arrive once more. */
  inFlightAtKills: ReadonlySet<string>;
}

export interface Findings {
  events: number;
  /** Pairs of event and endpoint that did not end as they must. */
  lost: number;
  /** Calls that arrived and that no attempt records. */
  duplicates: number;
  violations: string[];
}

interface StoredEvent {
  id: string;
  sha256: string;
}

interface StoredDelivery {
  id: string;
  webhook_id: string;
  event_id: string;
  state: string;
  attempt: number;
  token: number;
  numbers: number[];
  statuses: Array<number | null>;
}

/** An event and an endpoint that must get it, with all that is stored of it and all that arrived. */
interface Pair {
  name: string;
  event: StoredEvent;
  deliveries: StoredDelivery[];
  arrived: Arrival[];
}

/** Reads what was stored and holds it against what arrived: nothing lost, nothing invented, nothing altered, nothing forged. */
export async function examine(database: DataSource, evidence: Evidence): Promise<Findings> {
  const { organizationId, endpoints, acknowledged, inFlightAtKills } = evidence;
  const events = await storedEvents(database, organizationId);
  const deliveries = await storedDeliveries(database, organizationId);
  const stored = new Set(events.map(({ id }) => id));
  const forgotten = acknowledged.filter((id) => !stored.has(id));
  const invented = endpoints
    .flatMap(({ receiver }) => receiver.arrivals)
    .filter(({ eventId }) => !stored.has(eventId));
  const pairs = pairsOf(events, endpoints, deliveries);
  return {
    events: events.length,
    lost: forgotten.length * endpoints.length + pairs.filter(isLost).length,
    duplicates: pairs.reduce((sum, pair) => sum + duplicatesOf(pair), 0),
    violations: [
      ...forgotten.map((id) => `${id} was confirmed and is not stored`),
      ...invented.map(({ eventId }) => `${eventId} arrived and is not stored`),
      ...pairs.flatMap((pair) =>
        problemsOf(pair, inFlightAtKills).map((problem) => `${pair.name} ${problem}`),
      ),
    ],
  };
}

function pairsOf(events: StoredEvent[], endpoints: Endpoint[], deliveries: StoredDelivery[]): Pair[] {
  const nameOf = (eventId: string, webhookId: string) => `${eventId} to ${webhookId}`;
  const stored = groupBy(deliveries, (row) => nameOf(row.event_id, row.webhook_id));
  return endpoints.flatMap(({ webhookId, receiver }) => {
    const arrivals = groupBy(receiver.arrivals, ({ eventId }) => eventId);
    return events.map((event) => {
      const name = nameOf(event.id, webhookId);
      return { name, event, deliveries: stored.get(name) ?? [], arrived: arrivals.get(event.id) ?? [] };
    });
  });
}

/** Calls that arrived beyond those that an attempt records: made under a claim that nobody settled. */
function duplicatesOf({ deliveries, arrived }: Pair): number {
  return Math.max(0, arrived.length - (deliveries[0]?.attempt ?? 0));
}

function problemsOf(pair: Pair, inFlightAtKills: ReadonlySet<string>): string[] {
  const { event, deliveries, arrived } = pair;
  const [delivery] = deliveries;
  if (!delivery || deliveries.length > 1) return [`has ${deliveries.length} deliveries`];
  const problems = [...misconduct(delivery), ...forgeries(delivery, event, arrived)];
  if (duplicatesOf(pair) > 0 && !inFlightAtKills.has(delivery.id))
    problems.push(`arrived ${arrived.length} times, and was not in flight at a kill`);
  return problems;
}

function isLost({ deliveries: [delivery], arrived }: Pair): boolean {
  if (delivery?.state === 'delivered') return arrived.length === 0;
  return delivery?.state !== 'exhausted';
}

/** It must be in one final state, with the attempts that lead to it. */
function misconduct({ state, attempt, numbers, statuses }: StoredDelivery): string[] {
  const succeeded = statuses.map((status) => status !== null && status >= 200 && status < 300);
  const problems: string[] = [];
  if (!['delivered', 'exhausted'].includes(state)) problems.push(`is left ${state}`);
  if (attempt > maximumAttempts) problems.push(`took ${attempt} attempts`);
  if (numbers.length !== attempt || numbers.some((number, index) => number !== index + 1))
    problems.push(`says attempt ${attempt} and has a record of ${numbers.join()}`);
  if (succeeded.lastIndexOf(true) !== (state === 'delivered' ? attempt - 1 : -1))
    problems.push(`is ${state} after ${statuses.join()}`);
  if (succeeded.indexOf(true) !== succeeded.lastIndexOf(true)) problems.push('has two successful attempts');
  if (state === 'exhausted' && attempt < maximumAttempts && statuses.at(-1) !== gone)
    problems.push(`is given up after ${attempt} attempts`);
  return problems;
}

/** What came must be the stored bytes, signed, of this delivery, and under a claim of its own each time. */
function forgeries(delivery: StoredDelivery, event: StoredEvent, arrived: Arrival[]): string[] {
  const problems: string[] = [];
  if (arrived.some(({ bodySha256 }) => bodySha256 !== event.sha256))
    problems.push('arrived with another body');
  if (arrived.some(({ isSigned }) => !isSigned)) problems.push('arrived without a valid signature');
  if (arrived.some(({ deliveryId }) => deliveryId !== delivery.id))
    problems.push('arrived as another delivery');
  if (arrived.some(({ attempt }) => !(attempt >= 1 && attempt <= maximumAttempts)))
    problems.push('arrived with a wrong number of the attempt');
  if (arrived.length > delivery.token)
    problems.push(`arrived ${arrived.length} times in ${delivery.token} claims`);
  return problems;
}

function storedEvents(database: DataSource, organizationId: string): Promise<StoredEvent[]> {
  return database.query(
    `SELECT id, encode(sha256(body), 'hex') AS sha256 FROM events WHERE organization_id = $1 AND type = 'document.updated'`,
    [organizationId],
  );
}

function storedDeliveries(database: DataSource, organizationId: string): Promise<StoredDelivery[]> {
  return database.query(
    `SELECT deliveries.id, webhook_id, event_id, state, attempt, token,
       coalesce(array_agg(number ORDER BY number) FILTER (WHERE number IS NOT NULL), '{}') AS numbers,
       coalesce(array_agg(status_code ORDER BY number) FILTER (WHERE number IS NOT NULL), '{}') AS statuses
     FROM deliveries JOIN webhooks ON webhooks.id = webhook_id LEFT JOIN delivery_attempts ON delivery_id = deliveries.id
     WHERE webhooks.organization_id = $1 GROUP BY deliveries.id`,
    [organizationId],
  );
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
