import { Client } from 'pg';
import { TestApp } from '../../support/app';
import { emit, firstOrganizationId } from '../../support/events';
import { call } from '../../support/http';
import { platformKey } from '../../support/scenario';

let app: TestApp;

beforeEach(async () => {
  app = await TestApp.start({ ROLE: 'api' });
});
afterEach(() => app.stop());

const readiness = () => call('GET', `${app.url}/health/readiness`);

it('200 ok while work keeps up, with how much of it waits', async () => {
  const { status, body } = await readiness();
  expect([status, body]).toEqual([
    200,
    {
      status: 'ok',
      details: {
        database: { status: 'up' },
        redis: { status: 'up' },
        deliveries: { status: 'up', oldestDueAgeSeconds: 0, due: 0, leased: 0, held: 0, scheduled: 0 },
        jobs: { status: 'up', oldestDueAgeSeconds: 0, due: 0 },
        upstreams: { status: 'up' },
      },
    },
  ]);
});

it('200 degraded once the oldest due delivery is older than READINESS_MAX_LAG_SECONDS', async () => {
  const key = await platformKey(app);
  await app.post('/webhooks', key, { url: 'http://127.0.0.1:9/hook', events: ['*'] });
  await emit(app, { organizationId: await firstOrganizationId(app) }, 3);
  app.clock.advance({ seconds: 290 });
  expect((await readiness()).body).toMatchObject({
    status: 'ok',
    details: { deliveries: { status: 'up', due: 3 } },
  });
  app.clock.advance({ seconds: 15 });
  const { status, body } = await readiness();
  expect([status, body.status]).toEqual([200, 'degraded']);
  expect(body.details).toMatchObject({
    database: { status: 'up' },
    deliveries: { status: 'degraded', due: 3 },
    jobs: { status: 'up' },
  });
  expect(body.details.deliveries.oldestDueAgeSeconds).toBeGreaterThanOrEqual(305);
});

it('200 degraded, of an unknown part, when a backlog cannot be read', async () => {
  await app.database.query('ALTER TABLE jobs RENAME TO elsewhere');
  const { status, body } = await readiness();
  expect([status, body.status]).toEqual([200, 'degraded']);
  expect(body.details.jobs).toEqual({ status: 'unknown' });
});

it('503 when PostgreSQL is gone, without a word about where it was', async () => {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const database = new URL(app.databaseUrl).pathname.slice(1);
  await client.query(`DROP DATABASE ${database} WITH (FORCE)`);
  await client.end();
  const { status, body, text } = await readiness();
  expect([status, body.error.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
  expect(body.error.parts).toEqual({ database: 'down', redis: 'up' });
  expect(text).not.toContain(database);
});
