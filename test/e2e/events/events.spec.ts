import { Client } from 'pg';
import { TestApp } from '../../support/app';
import { emit, firstOrganizationId } from '../../support/events';
import { onboard, platformKey, secondOrganization } from '../../support/scenario';

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

describe('GET /events', () => {
  it('lists oldest first, page by page, and gives a cursor to poll from', async () => {
    const emitted = await emit(app, { organizationId }, 5);
    const first = await app.get('/events?limit=3', key);
    expect(first.status).toBe(200);
    expect(ids(first.body.data)).toEqual(ids(emitted.slice(0, 3)));
    expect(first.body.hasMore).toBe(true);
    const second = await app.get(`/events?limit=3&cursor=${first.body.nextCursor}`, key);
    expect(ids(second.body.data)).toEqual(ids(emitted.slice(3)));
    expect(second.body.hasMore).toBe(false);
    const nothing = await app.get(`/events?cursor=${second.body.nextCursor}`, key);
    expect(nothing.body).toEqual({ data: [], hasMore: false, nextCursor: second.body.nextCursor });
    const [later] = await emit(app, { organizationId });
    expect(ids((await app.get(`/events?cursor=${nothing.body.nextCursor}`, key)).body.data)).toEqual([
      later!.id,
    ]);
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
    const after = await app.get('/events', key);
    expect(ids(after.body.data)).toEqual(['evt_late', early!.id]);
  });

  it('filters by type, repeatedly too, and by time', async () => {
    const [sent] = await emit(app, { organizationId, type: 'document.sent' });
    const [failed] = await emit(app, { organizationId, type: 'document.failed' });
    await emit(app, { organizationId, type: 'document.updated' });
    expect(ids((await app.get('/events?type=document.sent', key)).body.data)).toEqual([sent!.id]);
    expect(ids((await app.get('/events?type=document.sent&type=document.failed', key)).body.data)).toEqual([
      sent!.id,
      failed!.id,
    ]);
    expect((await app.get('/events?since=2090-01-01T00:00:00Z', key)).body.data).toEqual([]);
    expect((await app.get('/events?until=2090-01-01T00:00:00Z', key)).body.data).toHaveLength(3);
  });

  it("shows a tenant its own company's events only, and a platform the named company's", async () => {
    const one = await onboard(app, key, { apiKey: { name: 'tenant', scopes: ['*'] } });
    await app.database.query('DELETE FROM events');
    const [mine] = await emit(app, { organizationId, company: { id: one.company.id, metadata: {} } });
    await emit(app, { organizationId });
    expect(ids((await app.get('/events', one.apiKey.key)).body.data)).toEqual([mine!.id]);
    expect(ids((await app.get('/events', key, { 'X-Flowie-Company': one.company.id })).body.data)).toEqual([
      mine!.id,
    ]);
    expect((await app.get('/platform/events', key)).body.data).toHaveLength(2);
    expect((await app.get('/platform/events', one.apiKey.key)).status).toBe(403);
  });

  it('shows nothing of another organization or mode', async () => {
    const [event] = await emit(app, { organizationId });
    await emit(app, { organizationId, livemode: true });
    const other = await secondOrganization(app);
    expect((await app.get('/events', other.platformKey)).body.data).toEqual([]);
    expect((await app.get(`/events/${event!.id}`, other.platformKey)).status).toBe(404);
    expect((await app.get('/events', key)).body.data).toHaveLength(1);
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
    const { apiKey } = await onboard(app, key, { apiKey: { name: 'sender', scopes: ['send'] } });
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
    expect(ids((await app.get('/events', key)).body.data)).toEqual([second!.id]);
    expect(ids((await app.get('/events?acknowledged=true', key)).body.data)).toEqual([first!.id]);
    expect((await app.get('/events?acknowledged=all', key)).body.data).toHaveLength(2);
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
    expect((await app.get('/events', key)).body.data).toHaveLength(1);
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
