import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

const path = '/platform/api-keys';
const create = (body: object, as = key, headers?: Record<string, string>) =>
  app.post(path, as, body, headers);
const remove = (id: string, as = key) => app.exchange('DELETE', `${path}/${id}`, { key: as });
const count = async () => Number((await app.database.query('SELECT count(*) FROM api_keys'))[0].count);

describe('POST /platform/api-keys', () => {
  itAuthenticates(() => app, { method: 'POST', path, caller: 'platform' });

  it("201: a tenant's key in the mode of the platform key", async () => {
    const { company } = await onboard(app, key);
    const wish = { name: 'tenant', scopes: ['send', 'events'], keyType: 'personal', companyId: company.id };
    const { status, body } = await create(wish);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...wish, livemode: false });
    expect(body.key).toMatch(/^flw_test_/);
    expect((await app.get('/me', body.key)).body.companies[0].id).toBe(company.id);
  });

  it('201: a retry gives the same key', async () => {
    const { company } = await onboard(app, key);
    const wish = { name: 'tenant', scopes: ['*'], keyType: 'personal', companyId: company.id };
    const headers = { 'Idempotency-Key': `key-${company.id}` };
    const first = await create(wish, key, headers);
    const before = await count();
    expect((await create(wish, key, headers)).body).toEqual(first.body);
    expect(await count()).toBe(before);
  });

  it.each([
    [{ keyType: 'personal' }, [400, 'MISSING_FIELD', 'companyId']],
    [{ keyType: 'platform', mode: 'live' }, [400, 'INVALID_REQUEST', 'mode']],
    [{ keyType: 'platform', scopes: ['fly'] }, [400, 'INVALID_ENUM', 'scopes']],
    [{ keyType: 'personal', companyId: 'comp_nobody' }, [404, 'COMPANY_NOT_FOUND']],
    [{ keyType: 'white_label' }, [403, 'INSUFFICIENT_SCOPE']],
  ])('%j is refused with %j, and nothing is made', async (body, expected) => {
    const before = await count();
    expect(refusal(await create({ name: 'tenant', scopes: ['*'], ...body }))).toEqual(expected);
    expect(await count()).toBe(before);
  });

  it('403 INSUFFICIENT_SCOPE for scopes that the platform key lacks', async () => {
    const wish = { name: 'narrow', scopes: ['platform', 'send'], keyType: 'platform' };
    const narrow = (await app.post('/api-keys', await signIn(app), wish)).body.key as string;
    const made = (scopes: string[]) => create({ name: 'x', scopes, keyType: 'platform' }, narrow);
    expect((await made(['send'])).status).toBe(201);
    expect(refusal(await made(['send', 'receive']))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect(refusal(await made(['*']))).toEqual([403, 'INSUFFICIENT_SCOPE']);
  });

  it('404 for a company of another organization or of the other mode', async () => {
    const foreign = await onboard(app, (await secondOrganization(app)).platformKey);
    const own = await onboard(app, key);
    const live = await platformKey(app, { mode: 'live' });
    const wish = { name: 'x', scopes: ['*'], keyType: 'personal' };
    expect(refusal(await create({ ...wish, companyId: foreign.company.id }))).toEqual([
      404,
      'COMPANY_NOT_FOUND',
    ]);
    expect(refusal(await create({ ...wish, companyId: own.company.id }, live))).toEqual([
      404,
      'COMPANY_NOT_FOUND',
    ]);
  });
});

describe('GET /platform/api-keys', () => {
  itAuthenticates(() => app, { method: 'GET', path, caller: 'platform' });

  it('200: the keys of the organization and mode, never with the key itself', async () => {
    const second = await secondOrganization(app);
    const { apiKey } = await onboard(app, second.platformKey);
    await platformKey(app, { token: second.token, mode: 'live' });
    const { status, body, text } = await app.get(path, second.platformKey);
    expect(status).toBe(200);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(['tenant', 'platform']);
    expect(body.data[0]).toMatchObject({ id: apiKey.id, keyPrefix: apiKey.keyPrefix });
    expect(text).not.toContain('"key"');
  });

  it('400 for a cursor of nobody', async () => {
    expect(refusal(await app.get(`${path}?cursor=x`, key))).toEqual([400, 'INVALID_CURSOR']);
  });
});

describe('DELETE /platform/api-keys/{key_id}', () => {
  itAuthenticates(() => app, { method: 'DELETE', path: `${path}/key_1`, caller: 'platform' });

  it("204: a tenant's key is refused at once; a repeat is 204", async () => {
    const { apiKey } = await onboard(app, key);
    const answer = await remove(apiKey.id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(refusal(await app.get('/me', apiKey.key))).toEqual([401, 'REVOKED_KEY']);
    expect((await remove(apiKey.id)).status).toBe(204);
  });

  it('404 for a key that is unknown, foreign, of the other mode, or no tenant key; it goes on working', async () => {
    const second = await secondOrganization(app);
    const foreign = (await onboard(app, second.platformKey)).apiKey;
    const tenant = (await onboard(app, key)).apiKey;
    const live = await platformKey(app, { mode: 'live' });
    const own = (await app.get('/me', key)).body.caller.id as string;
    for (const [id, as] of [
      ['key_nobody', key],
      [foreign.id, key],
      [tenant.id, live],
      [own, key],
    ] as const) {
      expect(refusal(await remove(id, as))).toEqual([404, 'API_KEY_NOT_FOUND']);
    }
    for (const alive of [foreign.key, tenant.key, key])
      expect((await app.get('/me', alive)).status).toBe(200);
  });
});
