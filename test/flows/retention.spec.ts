import { MonthPartitions } from '../../src/core/database/month-partitions';
import { DeliveryScene } from '../support/delivery-scene';

let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start({ EVENT_RETENTION_MONTHS: '6' });
});
afterAll(() => scene.stop());

const partitions = async (table: string): Promise<string[]> => {
  const rows = await scene.app.database.query(
    `SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = $1::regclass ORDER BY 1`,
    [table],
  );
  return rows.map(({ relname }: { relname: string }) => relname);
};
const month = (shift: number) => {
  const now = scene.app.clock.now();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + shift, 1))
    .toISOString()
    .slice(0, 7)
    .replace('-', '_');
};
const keepUp = () => scene.app.app.get(MonthPartitions).keepUp();

/** An event of 15 months ago with a delivery in the given state. */
async function oldEvent(webhookId: string, state: string): Promise<string> {
  const [{ id }] = await scene.app.database.query(
    `WITH made AS (
       INSERT INTO events (id, organization_id, livemode, type, body, created_at)
       SELECT 'evt_' || ulid_time(at) || upper(right(md5(random()::text), 16)), $1, false, 'document.updated', '{}', at
       FROM (SELECT $2::timestamptz - interval '15 months' AS at) AS time RETURNING id, created_at
     ), delivery AS (
       INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, due_at, created_at)
       SELECT new_delivery_id(created_at), $3, id, 'document.updated', $1, false, $4, created_at, created_at FROM made
     )
     SELECT id FROM made`,
    [scene.organizationId, scene.app.clock.now(), webhookId, state],
  );
  return id;
}
const makeOldPartition = () =>
  scene.app.database.query(
    `SELECT add_month_partitions('events', 'evt_', $1::timestamptz - interval '15 months', 0)`,
    [scene.app.clock.now()],
  );
const exists = async (id: string) =>
  (await scene.app.database.query('SELECT FROM events WHERE id = $1', [id])).length === 1;

it('makes the partitions of this month and the next three, and moves in what came before them', async () => {
  const expected = [0, 1, 2, 3].map((shift) => `events_${month(shift)}`);
  expect(await partitions('events')).toEqual([...expected, 'events_rest']);
  expect(await partitions('delivery_attempts')).toEqual([
    ...[0, 1, 2, 3].map((shift) => `delivery_attempts_${month(shift)}`),
    'delivery_attempts_rest',
  ]);
  const [event] = await scene.emit();
  const where = async () =>
    (
      await scene.app.database.query('SELECT tableoid::regclass::text AS name FROM events WHERE id = $1', [
        event!.id,
      ])
    )[0].name;
  expect(await where()).toBe(`events_${month(0)}`);
  await scene.app.database.query(`ALTER TABLE events DETACH PARTITION events_${month(0)}`);
  await scene.app.database.query(`INSERT INTO events SELECT * FROM events_${month(0)}`);
  await scene.app.database.query(`DROP TABLE events_${month(0)}`);
  expect(await where()).toBe('events_rest');
  await keepUp();
  expect(await where()).toBe(`events_${month(0)}`);
});

it('drops a month past the retention time with its events, and the deliveries that have ended', async () => {
  const { id } = await scene.subscribe({ events: ['webhook.test'] });
  await makeOldPartition();
  const old = await oldEvent(id, 'delivered');
  await keepUp();
  expect(await exists(old)).toBe(false);
  expect((await partitions('events'))[0]).toBe(`events_${month(0)}`);
});

it('keeps the month of an event that is still held for somebody', async () => {
  const { id } = await scene.subscribe({ events: ['webhook.test'] });
  await makeOldPartition();
  const old = await oldEvent(id, 'held');
  await keepUp();
  expect(await exists(old)).toBe(true);
  await scene.app.database.query(`UPDATE deliveries SET state = 'discarded' WHERE event_id = $1`, [old]);
  await keepUp();
  expect(await exists(old)).toBe(false);
});
