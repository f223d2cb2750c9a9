import { TestApp } from '../../support/app';
import { DeliveryScene } from '../../support/delivery-scene';
import { emit, firstOrganizationId } from '../../support/events';
import { call } from '../../support/http';
import { scrape } from '../../support/metrics';
import { onboard, platformKey } from '../../support/scenario';

let app: TestApp;
let key: string;
let organizationId: string;

/** No worker takes anything away, so that each number is known. */
beforeEach(async () => {
  app = await TestApp.start({ ROLE: 'api' });
  key = await platformKey(app);
  organizationId = await firstOrganizationId(app);
  const { body } = await app.post('/webhooks', key, { url: 'http://127.0.0.1:9/hook', events: ['*'] });
  expect(body.id).toMatch(/^wh_/);
});
afterEach(() => app.stop());

const deliveries = async () => {
  const samples = await scrape(app);
  return ['due', 'leased', 'held', 'scheduled'].map(
    (state) => samples[`webhook_deliveries{state="${state}"}`],
  );
};

it('tells how many deliveries wait, and for how long the oldest has been due', async () => {
  await emit(app, { organizationId }, 6);
  await app.database.query(
    `UPDATE deliveries SET state = CASE n WHEN 1 THEN 'leased' WHEN 2 THEN 'held' WHEN 3 THEN 'delivered' ELSE state END,
       attempt = CASE WHEN n IN (4, 5) THEN 3 ELSE attempt END, due_at = CASE n WHEN 4 THEN $1::timestamptz ELSE due_at END
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM deliveries) AS numbered WHERE numbered.id = deliveries.id`,
    [new Date(app.clock.now().getTime() + 7_200_000)],
  );
  app.clock.advance({ minutes: 10 });
  expect(await deliveries()).toEqual([2, 1, 1, 1]);
  const { webhook_oldest_due_age_seconds: age } = await scrape(app);
  expect(age).toBeGreaterThanOrEqual(600);
  expect(age).toBeLessThan(700);
});

it('finds the oldest, whichever webhook waits for it', async () => {
  for (const path of ['a', 'b', 'c'])
    await app.post('/webhooks', key, { url: `http://127.0.0.1:9/${path}`, events: ['*'] });
  await emit(app, { organizationId });
  const age = async () => {
    app.clock.advance({ seconds: 6 });
    return Math.round((await scrape(app)).webhook_oldest_due_age_seconds! / 1_000);
  };
  const delay = (attempt: number, seconds: number) =>
    app.database.query(
      `UPDATE deliveries SET attempt = $1, due_at = due_at - $2::integer * interval '1 second'
       WHERE id = (SELECT id FROM deliveries WHERE attempt = 0 ORDER BY webhook_id DESC LIMIT 1)`,
      [attempt, seconds],
    );
  await delay(2, 3_000);
  expect(await age()).toBe(3);
  await delay(0, 5_000);
  expect(await age()).toBe(5);
  await app.database.query(`UPDATE deliveries SET due_at = $1`, [
    new Date(app.clock.now().getTime() + 60_000),
  ]);
  expect(await age()).toBe(0);
});

it('says zero when nothing waits', async () => {
  expect(await deliveries()).toEqual([0, 0, 0, 0]);
  expect((await scrape(app)).webhook_oldest_due_age_seconds).toBe(0);
});

it('asks PostgreSQL once in five seconds, for all gauges', async () => {
  const query = jest.spyOn(app.database, 'query');
  const asked = () => query.mock.calls.filter(([sql]) => /count\(\*\)[^]*FROM deliveries/.test(sql)).length;
  expect((await deliveries())[0]).toBe(0);
  await emit(app, { organizationId }, 2);
  await Promise.all([scrape(app), scrape(app), call('GET', `${app.url}/health/readiness`)]);
  expect((await deliveries())[0]).toBe(0);
  expect(asked()).toBe(1);
  app.clock.advance({ seconds: 5 });
  expect((await deliveries())[0]).toBe(2);
  expect(asked()).toBe(2);
  query.mockRestore();
});

it('leaves out what cannot be read, and gives all else', async () => {
  expect(await deliveries()).toEqual([0, 0, 0, 0]);
  await app.database.query('ALTER TABLE deliveries RENAME TO elsewhere');
  app.clock.advance({ seconds: 6 });
  const samples = await scrape(app);
  expect(Object.keys(samples).filter((name) => /^webhook_(deliveries|oldest)/.test(name))).toEqual([]);
  expect(samples).toMatchObject({ jobs_due: 0 });
  expect(samples.process_cpu_seconds_total).toBeGreaterThan(0);
  await app.database.query('ALTER TABLE elsewhere RENAME TO deliveries');
  app.clock.advance({ seconds: 6 });
  expect(await deliveries()).toEqual([0, 0, 0, 0]);
});

it('tells how many jobs wait', async () => {
  expect(await scrape(app)).toMatchObject({ jobs_due: 0, jobs_oldest_due_age_seconds: 0 });
  await onboard(app, key);
  app.clock.advance({ minutes: 2 });
  const samples = await scrape(app);
  expect(samples.jobs_due).toBe(1);
  expect(samples.jobs_oldest_due_age_seconds).toBeGreaterThanOrEqual(120);
});

it('adds up what a worker does: claims, attempts by their result, and how long events take to their receivers', async () => {
  const scene = await DeliveryScene.start();
  const { id } = await scene.subscribe();
  await scene.emit(2);
  await scene.settled(id, 'delivered', 2);
  scene.receiver.answer(500);
  await scene.emit();
  await scene.exhaust(id);
  const samples = await scrape(scene.app);
  await scene.stop();
  expect(samples).toMatchObject({
    webhook_relay_lag_seconds_count: 10,
    'webhook_attempts_total{result="delivered"}': 2,
    'webhook_attempts_total{result="failed"}': 7,
    'webhook_attempts_total{result="exhausted"}': 1,
    webhook_attempt_duration_seconds_count: 10,
    webhook_event_to_receipt_seconds_count: 2,
  });
  expect(samples.webhook_event_to_receipt_seconds_sum).toBeLessThan(20);
});
