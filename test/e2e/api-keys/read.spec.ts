import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const make = async (token: string, name: string, mode = 'test') =>
  (await app.post('/api-keys', token, { name, scopes: ['*'], keyType: 'platform', mode })).body;

describe('GET /api-keys', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/api-keys', caller: 'dashboard' });

  it('200: pages of the keys of both modes, newest first, never with the key itself', async () => {
    const { token } = await secondOrganization(app);
    const made = [await make(token, 'a'), await make(token, 'b', 'live'), await make(token, 'c')];
    const first = await app.get('/api-keys?limit=2', token);
    expect(first.body).toEqual({
      data: [made[2], made[1]].map((key) => ({ ...key, key: undefined })),
      hasMore: true,
      nextCursor: expect.any(String),
    });
    const rest = await app.get(`/api-keys?limit=2&cursor=${first.body.nextCursor}`, token);
    expect(rest.body.data.map(({ name }: { name: string }) => name)).toEqual(['a', 'platform']);
    expect(rest.body).toMatchObject({ hasMore: false, nextCursor: null });
    expect(first.text + rest.text).not.toContain('"key"');
  });

  it.each([
    ['limit=0', [400, 'INVALID_REQUEST', 'limit']],
    ['limit=101', [400, 'INVALID_REQUEST', 'limit']],
    ['cursor=x', [400, 'INVALID_CURSOR']],
    ['page=2', [400, 'INVALID_REQUEST', 'page']],
  ])('?%s is refused with %j', async (query, expected) => {
    expect(refusal(await app.get(`/api-keys?${query}`, await signIn(app)))).toEqual(expected);
  });
});

describe('GET /api-keys/{id}', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/api-keys/key_1', caller: 'dashboard' });

  it('200 without the key itself', async () => {
    const token = await signIn(app);
    const { key, ...shown } = await make(token, 'read');
    const { status, body } = await app.get(`/api-keys/${shown.id}`, token);
    expect([status, body]).toEqual([200, shown]);
    await app.get('/me', key);
  });

  it('404 API_KEY_NOT_FOUND for an unknown or foreign one', async () => {
    const foreign = await make((await secondOrganization(app)).token, 'foreign');
    for (const id of [foreign.id, 'key_nobody']) {
      expect(refusal(await app.get(`/api-keys/${id}`, await signIn(app)))).toEqual([
        404,
        'API_KEY_NOT_FOUND',
      ]);
    }
  });

  it('404 NOT_FOUND for what no id can be', async () => {
    expect(refusal(await app.get('/api-keys/%00', await signIn(app)))).toEqual([404, 'NOT_FOUND']);
  });

  it('shows when the key was last used, to the minute', async () => {
    const key = await platformKey(app);
    const { caller } = (await app.get('/me', key)).body;
    const used = async () => {
      const token = await signIn(app);
      return (await app.get(`/api-keys/${caller.id}`, token)).body.lastUsedAt as string | null;
    };
    const first = await eventually('the use is noted', async () => (await used()) ?? undefined);
    app.clock.advance({ seconds: 30 });
    await app.get('/me', key);
    app.clock.advance({ seconds: 31 });
    await app.get('/me', key);
    const second = await eventually('the later use is noted', async () => {
      const at = await used();
      return at !== null && at !== first && at;
    });
    expect(Date.parse(second) - Date.parse(first)).toBeGreaterThan(60_000);
  });
});
