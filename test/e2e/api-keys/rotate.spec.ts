import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const rotate = async (id: string, body?: object, headers?: Record<string, string>) =>
  app.post(`/api-keys/${id}/rotate`, await signIn(app), body, headers);
const status = async (key: string) => (await app.get('/me', key)).status;
const tenantKey = async () => (await onboard(app, await platformKey(app))).apiKey;

describe('POST /api-keys/{id}/rotate', () => {
  itAuthenticates(() => app, { method: 'POST', path: '/api-keys/key_1/rotate', caller: 'dashboard' });

  it('201: a key of the same properties; without overlap the old one ends at once', async () => {
    const old = await tenantKey();
    const before = (await app.get(`/api-keys/${old.id}`, await signIn(app))).body;
    const { status: answered, body } = await rotate(old.id);
    expect(answered).toBe(201);
    const { name, keyType, scopes, companyId, livemode, expiresAt } = before;
    expect(body).toMatchObject({ name, keyType, scopes, companyId, livemode, expiresAt });
    expect(body.id).not.toBe(old.id);
    expect(body.key).not.toBe(old.key);
    expect(await status(body.key)).toBe(200);
    expect(refusal(await app.get('/me', old.key))).toEqual([401, 'EXPIRED_TOKEN']);
  });

  it('201: with an overlap the old one works until its end', async () => {
    const old = await tenantKey();
    const { body } = await rotate(old.id, { overlapSeconds: 3_600 });
    app.clock.advance({ seconds: 3_590 });
    expect([await status(old.key), await status(body.key)]).toEqual([200, 200]);
    app.clock.advance({ seconds: 10 });
    expect([await status(old.key), await status(body.key)]).toEqual([401, 200]);
  });

  it('201: an overlap never lengthens the life of a key that expires before', async () => {
    const token = await signIn(app);
    const expiresAt = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const wish = { name: 'short', scopes: ['*'], keyType: 'platform', expiresAt };
    const old = (await app.post('/api-keys', token, wish)).body;
    expect((await rotate(old.id, { overlapSeconds: 604_800 })).body.expiresAt).toBe(expiresAt);
    expect((await app.get(`/api-keys/${old.id}`, token)).body.expiresAt).toBe(expiresAt);
  });

  it('201: a retry gives the same key', async () => {
    const { id } = await tenantKey();
    const headers = { 'Idempotency-Key': `rotate-${id}` };
    const first = await rotate(id, {}, headers);
    const again = await rotate(id, {}, headers);
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ]);
    const [{ count }] = await app.database.query('SELECT count(*) FROM api_keys WHERE company_id = $1', [
      first.body.companyId,
    ]);
    expect(Number(count)).toBe(2);
  });

  it('of several at once for one key makes one', async () => {
    const { id } = await tenantKey();
    const token = await signIn(app);
    const answers = await Promise.all([1, 2, 3, 4].map(() => app.post(`/api-keys/${id}/rotate`, token, {})));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
  });

  it.each([
    [{ overlapSeconds: -1 }, [400, 'INVALID_REQUEST', 'overlapSeconds']],
    [{ overlapSeconds: 604_801 }, [400, 'INVALID_REQUEST', 'overlapSeconds']],
    [{ overlapSeconds: 1.5 }, [400, 'INVALID_REQUEST', 'overlapSeconds']],
    [{ overlapSeconds: '60' }, [400, 'INVALID_REQUEST', 'overlapSeconds']],
  ])('%j is refused with %j, and the key stays', async (body, expected) => {
    const old = await tenantKey();
    expect(refusal(await rotate(old.id, body))).toEqual(expected);
    expect(await status(old.key)).toBe(200);
  });

  it('404 for an unknown or foreign one', async () => {
    const { platformKey: foreign } = await secondOrganization(app);
    const foreignId = (await app.get('/me', foreign)).body.caller.id as string;
    for (const id of [foreignId, 'key_nobody']) {
      expect(refusal(await rotate(id, {}))).toEqual([404, 'API_KEY_NOT_FOUND']);
    }
    expect(await status(foreign)).toBe(200);
  });

  it('409 INVALID_TRANSITION for a revoked one', async () => {
    const { id } = await tenantKey();
    await app.exchange('DELETE', `/api-keys/${id}`, { key: await signIn(app) });
    expect(refusal(await rotate(id, {}))).toEqual([409, 'INVALID_TRANSITION']);
  });
});
