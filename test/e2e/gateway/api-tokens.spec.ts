import { createHash } from 'node:crypto';
import { TestApp } from '../../support/app';
import { platformKey, secondOrganization, signIn } from '../../support/scenario';
import { createApiToken, exchange, gateway } from './gateway';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await signIn(app);
});
afterAll(() => app.stop());

const create = (body: unknown, as: string | undefined = key) =>
  gateway(app, 'POST', '/api-tokens', { key: as, body });
const list = async (as = key) => (await gateway(app, 'GET', '/api-tokens', { key: as })).body.api_tokens;
const revoke = (id: string, as = key) => gateway(app, 'DELETE', `/api-tokens/${id}`, { key: as });

describe('POST /api-tokens', () => {
  it('201: shows the token once, and keeps its hash alone', async () => {
    const { status, body } = await create({ name: 'Production', expires_at: '2099-01-01T00:00:00Z' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^tok_/),
      name: 'Production',
      api_token: expect.stringMatching(/^api_[0-9a-f]{40}$/),
      token_prefix: body.api_token.slice(0, 12),
      expires_at: '2099-01-01T00:00:00.000Z',
      last_used_at: null,
      created_at: expect.any(String),
    });
    const { api_token, ...shown } = body;
    expect((await list())[0]).toEqual(shown);
    const [row] = await app.database.query('SELECT * FROM gateway_api_tokens WHERE id = $1', [body.id]);
    expect(row.token_hash).toEqual(createHash('sha256').update(api_token).digest());
    expect(JSON.stringify(row)).not.toContain(api_token);
  });

  it('201: without an expiry', async () => {
    expect((await create({ name: 'For ever' })).body.expires_at).toBeNull();
    expect((await create({ name: 'For ever', expires_at: null })).body.expires_at).toBeNull();
  });

  it.each([
    [{}, 'name', 'required'],
    [{ name: '' }, 'name', 'text'],
    [{ name: 'a'.repeat(101) }, 'name', 'text'],
    [{ name: 'a', expires_at: 'tomorrow' }, 'expires_at', 'date'],
    [{ name: 'a', expires_at: '2020-01-01' }, 'expires_at', 'future'],
    [{ name: 'a', expiresAt: '2099-01-01' }, 'expiresAt', 'unknown_field'],
  ])('400: %j', async (body, field, rule) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: 'Invalid request format',
      details: [{ field, rule, message: expect.any(String) }],
    });
  });

  it('401: nobody, and 403: a key or a foreign organization; both flat', async () => {
    const nobody = await gateway(app, 'POST', '/api-tokens', { body: { name: 'a' } });
    expect([nobody.status, nobody.body]).toEqual([401, { error: 'Invalid token' }]);
    const platform = await create({ name: 'a' }, await platformKey(app));
    expect([platform.status, platform.body]).toEqual([
      403,
      { error: expect.stringMatching(/dashboard token/) },
    ]);
    const foreign = await gateway(app, 'GET', '/api-tokens', {
      key,
      headers: { 'x-flowie-organization-id': 'org_foreign' },
    });
    expect([foreign.status, Object.keys(foreign.body)]).toEqual([403, ['error']]);
  });

  it('413: more than 1 MB', async () => {
    const answer = await create({ name: 'a'.repeat(1_048_576) });
    expect([answer.status, answer.body]).toEqual([413, { error: 'payload too large' }]);
  });
});

describe('GET and DELETE /api-tokens', () => {
  it('200: newest first, with the time of the last exchange, never the token', async () => {
    const { id, api_token } = await createApiToken(app, key);
    await exchange(app, api_token);
    const tokens = await list();
    expect(tokens[0]).toMatchObject({ id, last_used_at: expect.any(String) });
    expect(JSON.stringify(tokens)).not.toContain(api_token);
  });

  it('200: a revoked token is gone; twice is 404', async () => {
    const { id } = await createApiToken(app, key);
    const { status, body } = await revoke(id);
    expect([status, body]).toEqual([200, { message: 'API token revoked successfully' }]);
    expect((await list()).map((token: { id: string }) => token.id)).not.toContain(id);
    const again = await revoke(id);
    expect([again.status, again.body]).toEqual([404, { error: 'API token not found' }]);
  });

  it('404: one that is unknown or foreign', async () => {
    const { id } = await createApiToken(app, key);
    const other = await secondOrganization(app);
    expect(await list(other.token)).toEqual([]);
    expect((await revoke(id, other.token)).status).toBe(404);
    for (const unknown of ['tok_unknown', 'x', '%00']) expect((await revoke(unknown)).status).toBe(404);
    expect((await list()).map((token: { id: string }) => token.id)).toContain(id);
  });
});
