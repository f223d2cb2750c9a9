import { Client } from 'pg';
import { TestApp } from '../../support/app';
import { emit, firstOrganizationId } from '../../support/events';
import { eventually } from '../../support/eventually';
import { onboard, platformKey, secondOrganization, waitUntilRegistered } from '../../support/scenario';

let app: TestApp;
let key: string;
let organizationId: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
  organizationId = await firstOrganizationId(app);
});
afterAll(() => app.stop());
beforeEach(() => app.database.query('DELETE FROM events'));

const ids = (events: Array<{ id: string }>) => events.map(({ id }) => id);

/** An event shows as soon as no older transaction is open, anywhere on the database server: mostly at once, and not always. */
async function listed(
  path: string,
  expected: string[],
  as = key,
  headers?: Record<string, string>,
): Promise<any> {
  let seen: string[] = [];
  const answer = await eventually(`${path} lists ${expected.length}`, async () => {
    const { status, body } = await app.get(path, as, headers);
    expect(status).toBe(200);
    seen = ids(body.data);
    return seen.length >= expected.length && body;
  }, 5_000).catch(() => undefined); // prettier-ignore
  expect(seen).toEqual(expected);
  return answer;
}

describe('GET /events', () => {
  it('lists oldest first, page by page, and gives a cursor to poll from', async () => {
    const emitted = ids(await emit(app, { organizationId }, 5));
    await listed('/events', emitted);
    const first = await listed('/events?limit=3', emitted.slice(0, 3));
    expect(first.hasMore).toBe(true);
    const second = await listed(`/events?limit=3&cursor=${first.nextCursor}`, emitted.slice(3));
    expect(second.hasMore).toBe(false);
    const nothing = await app.get(`/events?cursor=${second.nextCursor}`, key);
    expect(nothing.body).toEqual({ data: [], hasMore: false, nextCursor: second.nextCursor });
    const later = ids(await emit(app, { organizationId }));
    await listed(`/events?cursor=${nothing.body.nextCursor}`, later);
  });

  it('never skips an event that commits late', async () => {
    const late = new Client({ connectionString: app.databaseUrl });
    await late.connect();
    await late.query('BEGIN');
    await late.query(
      `INSERT INTO events (id, organization_id, livemode, type, body, created_at) VALUES ('evt_late', $1, false, 'document.sent', '{"id":"evt_late"}', now())`,
      [organizationId],
    );
    const [early] = await emit(app, { organizationId });
    const before = await app.get('/events', key);
    expect(ids(before.body.data)).toEqual([]);
    await late.query('COMMIT');
    await late.end();
    await listed('/events', ['evt_late', early!.id]);
  });

  it('filters by type, repeatedly too, and by time', async () => {
    const [sent] = ids(await emit(app, { organizationId, type: 'document.sent' }));
    const [failed] = ids(await emit(app, { organizationId, type: 'document.failed' }));
    const [updated] = ids(await emit(app, { organizationId, type: 'document.updated' }));
    await listed('/events', [sent!, failed!, updated!]);
    await listed('/events?type=document.sent', [sent!]);
    await listed('/events?type=document.sent&type=document.failed', [sent!, failed!]);
    await listed('/events?since=2090-01-01T00:00:00Z', []);
    await listed('/events?until=2090-01-01T00:00:00Z', [sent!, failed!, updated!]);
  });

  it("shows a tenant its own company's events only, and a platform the named company's", async () => {
    const { company, apiKey } = await onboard(app, key, { apiKey: { name: 'tenant', scopes: ['*'] } });
    await waitUntilRegistered(app, key, company.id);
    await app.database.query('DELETE FROM events');
    const [mine] = ids(await emit(app, { organizationId, company: { id: company.id, metadata: {} } }));
    const [ours] = ids(await emit(app, { organizationId }));
    await listed('/platform/events', [mine!, ours!]);
    await listed('/events', [mine!], apiKey.key);
    await listed('/events', [mine!], key, { 'X-Flowie-Company': company.id });
    expect((await app.get('/platform/events', apiKey.key)).status).toBe(403);
  });

  it('shows nothing of another organization or mode', async () => {
    const [event] = ids(await emit(app, { organizationId }));
    await emit(app, { organizationId, livemode: true });
    const other = await secondOrganization(app);
    await listed('/events', [event!]);
    await listed('/events', [], other.platformKey);
    expect((await app.get(`/events/${event!}`, other.platformKey)).status).toBe(404);
  });

  it.each([
    ['cursor=nonsense', 'INVALID_CURSOR'],
    ['cursor=WyJ4IiwieSJd', 'INVALID_CURSOR'],
    ['type=document.vanished', 'INVALID_ENUM'],
    ['since=yesterday', 'INVALID_DATE'],
    ['since=2026-02-30', 'INVALID_DATE'],
    ['limit=0', 'INVALID_REQUEST'],
    ['limit=101', 'INVALID_REQUEST'],
    ['surprise=1', 'INVALID_REQUEST'],
  ])('refuses ?%s with 400 %s', async (query, code) => {
    const { status, body } = await app.get(`/events?${query}`, key);
    expect([status, body.error.code]).toEqual([400, code]);
    expect(body.error.requestId).toMatch(/^req_/);
  });

  it('refuses a key without any scope that reads events', async () => {
    const { company, apiKey } = await onboard(app, key, { apiKey: { name: 'sender', scopes: ['send'] } });
    await waitUntilRegistered(app, key, company.id);
    const { status, body } = await app.get('/events', apiKey.key);
    expect([status, body.error.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
  });
});

describe('POST /events/ack', () => {
  it('takes events off the default list; repeating it succeeds', async () => {
    const [first, second] = await emit(app, { organizationId }, 2);
    const body = { eventIds: [first!.id, 'evt_unknown', first!.id] };
    for (const _time of ['first', 'again']) {
      const answer = await app.post('/events/ack', key, body);
      expect([answer.status, answer.body]).toEqual([
        200,
        { acknowledged: 1, eventIds: [first!.id], notFound: ['evt_unknown'] },
      ]);
    }
    await listed('/events', [second!.id]);
    await listed('/events?acknowledged=true', [first!.id]);
    await listed('/events?acknowledged=all', [first!.id, second!.id]);
  });

  it('parses JSON without a Content-Type of JSON, as curl -d sends it', async () => {
    const [event] = await emit(app, { organizationId });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await app.exchange('POST', '/events/ack', {
      key,
      headers,
      body: `{"eventIds": ["${event!.id}"]}`,
    });
    expect(answer.body.acknowledged).toBe(1);
  });

  it("does not touch another organization's events", async () => {
    const [event] = await emit(app, { organizationId });
    const other = await secondOrganization(app);
    const answer = await app.post('/events/ack', other.platformKey, { eventIds: [event!.id] });
    expect(answer.body).toEqual({ acknowledged: 0, eventIds: [], notFound: [event!.id] });
    await listed('/events', [event!.id]);
  });

  it.each([
    [{}, 'MISSING_FIELD', 'eventIds'],
    [{ eventIds: [] }, 'INVALID_REQUEST', 'eventIds'],
    [{ eventIds: 'evt_1' }, 'INVALID_REQUEST', 'eventIds'],
    [{ eventIds: [7] }, 'INVALID_REQUEST', 'eventIds'],
    [{ eventIds: Array.from({ length: 1_001 }, (_, at) => `evt_${at}`) }, 'INVALID_REQUEST', 'eventIds'],
    [{ eventIds: ['evt_1'], extra: true }, 'INVALID_REQUEST', 'extra'],
  ])('refuses %j', async (body, code, field) => {
    const answer = await app.post('/events/ack', key, body);
    expect([answer.status, answer.body.error.code, answer.body.error.details[0].field]).toEqual([
      400,
      code,
      field,
    ]);
  });
});
