import { TestApp } from '../../support/app';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

const url = 'https://example.com/hooks/flowie';
const create = (body: object = {}, as = key, headers?: Record<string, string>) =>
  app.post('/webhooks', as, { url, events: ['document.received'], ...body }, headers);
const count = async () => Number((await app.database.query('SELECT count(*) FROM webhooks'))[0].count);

describe('POST /webhooks', () => {
  it('201: shows the secret once, sealed in the database', async () => {
    const { status, body } = await create({ description: 'Inbox' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      url,
      events: ['document.received'],
      status: 'active',
      failureCount: 0,
      companyId: null,
      livemode: false,
    });
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    const read = await app.get(`/webhooks/${body.id}`, key);
    expect(read.body).toEqual({ ...body, secret: undefined });
    const rows = await app.database.query('SELECT sealed_secret FROM webhooks WHERE id = $1', [body.id]);
    expect(rows[0].sealed_secret.includes(body.secret)).toBe(false);
  });

  it('201: a retry with the same Idempotency-Key gives the same secret and makes no second webhook', async () => {
    const headers = { 'Idempotency-Key': '"wh-once"' };
    const first = await create({}, key, headers);
    const before = await count();
    const again = await create({}, key, { 'Idempotency-Key': 'wh-once' });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(await count()).toBe(before);
  });

  it('201: belongs to the company that the key or the header names', async () => {
    const { company, apiKey } = await onboard(app, key, { apiKey: { name: 'tenant', scopes: ['*'] } });
    expect((await create({}, apiKey.key)).body.companyId).toBe(company.id);
    expect((await create({}, key, { 'X-Flowie-Company': company.id })).body.companyId).toBe(company.id);
    expect((await create({}, await signIn(app))).body.companyId).toBeNull();
  });

  it('* swallows the types beside it', async () => {
    expect((await create({ events: ['document.sent', '*'] })).body.events).toEqual(['*']);
  });

  it.each([
    [{ url: undefined }, 400, 'MISSING_FIELD', 'url'],
    [{ url: 7 }, 400, 'INVALID_REQUEST', 'url'],
    [{ events: undefined }, 400, 'MISSING_FIELD', 'events'],
    [{ events: [] }, 400, 'INVALID_ENUM', 'events'],
    [{ events: ['document.vanished'] }, 400, 'INVALID_ENUM', 'events'],
    [{ events: 'document.sent' }, 400, 'INVALID_ENUM', 'events'],
    [{ status: 'paused' }, 400, 'INVALID_REQUEST', 'status'],
    [{ url: 'ftp://example.com' }, 422, 'WEBHOOK_URL_BLOCKED', 'url'],
    [{ url: 'http://example.com' }, 422, 'WEBHOOK_URL_BLOCKED', 'url'],
    [{ url: 'https://user:secret@example.com' }, 422, 'WEBHOOK_URL_BLOCKED', 'url'],
    [{ url: 'https://169.254.169.254/latest/meta-data' }, 422, 'WEBHOOK_URL_BLOCKED', 'url'],
    [{ url: 'https://10.0.0.8/' }, 422, 'WEBHOOK_URL_BLOCKED', 'url'],
    [{ url: 'not a url' }, 422, 'WEBHOOK_URL_BLOCKED', 'url'],
  ])('%j is refused with %s %s at %s, and nothing is made', async (body, status, code, field) => {
    const before = await count();
    const answer = await create(body);
    expect([answer.status, answer.body.error.code, answer.body.error.details[0].field]).toEqual([
      status,
      code,
      field,
    ]);
    expect(await count()).toBe(before);
  });

  it('422 in live mode: loopback over http is not for live webhooks', async () => {
    const live = await platformKey(app, { mode: 'live' });
    expect((await create({ url: 'http://127.0.0.1:9999/' }, live)).body.error.code).toBe(
      'WEBHOOK_URL_BLOCKED',
    );
  });

  it('403: a key without the scope', async () => {
    const { apiKey } = await onboard(app, key, { apiKey: { name: 'sender', scopes: ['send'] } });
    const { status, body } = await create({}, apiKey.key);
    expect([status, body.error.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
  });
});

describe('GET /webhooks', () => {
  it('200: newest first, in pages', async () => {
    const one = (await create()).body;
    const two = (await create()).body;
    const first = await app.get('/webhooks?limit=1', key);
    expect(first.body.data.map(({ id }: { id: string }) => id)).toEqual([two.id]);
    const second = await app.get(`/webhooks?limit=1&cursor=${first.body.nextCursor}`, key);
    expect(second.body.data.map(({ id }: { id: string }) => id)).toEqual([one.id]);
    expect(JSON.stringify(first.body)).not.toContain('whsec_');
  });

  it('400: a cursor of another list', async () => {
    expect((await app.get('/webhooks?cursor=WyJldnRfMSJd', key)).body.error.code).toBe('INVALID_CURSOR');
  });
});

describe('PATCH /webhooks/{id}', () => {
  it('200: leaves what is absent, clears what is null', async () => {
    const { id } = (await create({ description: 'Inbox' })).body;
    const patched = await app.exchange('PATCH', `/webhooks/${id}`, { key, body: { events: ['*'] } });
    expect(patched.body).toMatchObject({ url, events: ['*'], description: 'Inbox' });
    const cleared = await app.exchange('PATCH', `/webhooks/${id}`, { key, body: { description: null } });
    expect(cleared.body.description).toBeNull();
  });

  it('200: the offboarding step of the kit', async () => {
    const { webhook } = await onboard(app, key, { webhook: { url, events: ['*'] } });
    const { status, body } = await app.exchange('PATCH', `/webhooks/${webhook.id}`, {
      key,
      body: { status: 'disabled' },
    });
    expect([status, body.status]).toEqual([200, 'disabled']);
  });

  it.each([
    [{ status: 'paused' }, 400, 'INVALID_ENUM'],
    [{ url: null }, 400, 'INVALID_REQUEST'],
    [{ url: 'https://192.168.1.1/' }, 422, 'WEBHOOK_URL_BLOCKED'],
  ])('%j is refused with %s %s and changes nothing', async (body, status, code) => {
    const { id } = (await create()).body;
    const answer = await app.exchange('PATCH', `/webhooks/${id}`, { key, body });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect((await app.get(`/webhooks/${id}`, key)).body).toMatchObject({ url, status: 'active' });
  });
});

describe('what is not yours does not exist', () => {
  it.each(['GET', 'PATCH', 'DELETE'])(
    '404: %s of an unknown, foreign, deleted or live webhook',
    async (method) => {
      const { id } = (await create()).body;
      const other = await secondOrganization(app);
      const live = await platformKey(app, { mode: 'live' });
      const { apiKey } = await onboard(app, key, { apiKey: { name: 'tenant', scopes: ['*'] } });
      const body = method === 'PATCH' ? {} : undefined;
      for (const [as, path] of [
        [key, 'wh_unknown'],
        [other.platformKey, id],
        [live, id],
        [apiKey.key, id],
      ] as const) {
        // prettier-ignore
        const answer = await app.exchange(method, `/webhooks/${path}`, { key: as, body });
        expect([answer.status, answer.body.error.code]).toEqual([404, 'WEBHOOK_NOT_FOUND']);
      }
      expect((await app.exchange('DELETE', `/webhooks/${id}`, { key })).status).toBe(204);
      expect((await app.exchange(method, `/webhooks/${id}`, { key, body })).status).toBe(404);
    },
  );
});
