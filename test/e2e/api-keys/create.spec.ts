import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { call } from '../../support/http';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const wish = { name: 'my-platform', scopes: ['platform', '*'], keyType: 'platform' };
const create = async (body: object = {}, headers?: Record<string, string>) =>
  app.post('/api-keys', await signIn(app), { ...wish, ...body }, headers);
const count = async () => Number((await app.database.query('SELECT count(*) FROM api_keys'))[0].count);

describe('POST /api-keys', () => {
  itAuthenticates(() => app, { method: 'POST', path: '/api-keys', caller: 'dashboard' });

  it("201: the kit's call, which sends JSON without saying so", async () => {
    const answer = await call('POST', `${app.url}/exchange/v1/api-keys`, {
      key: await signIn(app),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"name":"my-platform","scopes":["platform","*"],"keyType":"platform"}',
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^key_/),
      key: expect.stringMatching(/^flw_plat_test_[0-9A-Za-z]{30}$/),
      keyPrefix: answer.body.key.slice(0, 17),
      name: 'my-platform',
      keyType: 'platform',
      scopes: ['*'],
      livemode: false,
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
      createdAt: expect.stringMatching(/Z$/),
    });
  });

  it.each([
    ['platform', 'live', 'flw_plat_live_'],
    ['white_label', 'test', 'flw_wl_test_'],
    ['white_label', 'live', 'flw_wl_live_'],
  ])('201: a %s key of mode %s begins with %s', async (keyType, mode, prefix) => {
    const { body } = await create({ keyType, mode });
    expect(body.key.startsWith(prefix)).toBe(true);
    expect(body.livemode).toBe(mode === 'live');
    expect((await app.get('/me', body.key)).body.livemode).toBe(mode === 'live');
  });

  it('201: a personal key of its company', async () => {
    const { company } = await onboard(app, await platformKey(app));
    const { status, body } = await create({
      keyType: 'personal',
      scopes: ['send', 'send'],
      companyId: company.id,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ companyId: company.id, scopes: ['send'] });
    expect(body.key).toMatch(/^flw_test_/);
  });

  it('stores no key, only its digest', async () => {
    const { body } = await create();
    const [row] = await app.database.query('SELECT * FROM api_keys WHERE id = $1', [body.id]);
    expect(JSON.stringify({ ...row, key_hash: row.key_hash.toString() })).not.toContain(body.key);
  });

  it('201: a retry gives the same key, and makes no second', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const first = await create({}, headers);
    const before = await count();
    const again = await create({}, headers);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await count()).toBe(before);
    expect(refusal(await create({ name: 'other' }, headers))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it.each([
    [{ name: undefined }, [400, 'MISSING_FIELD', 'name']],
    [{ name: '' }, [400, 'INVALID_REQUEST', 'name']],
    [{ scopes: undefined }, [400, 'MISSING_FIELD', 'scopes']],
    [{ scopes: [] }, [400, 'INVALID_ENUM', 'scopes']],
    [{ scopes: ['send', 'fly'] }, [400, 'INVALID_ENUM', 'scopes']],
    [{ keyType: undefined }, [400, 'MISSING_FIELD', 'keyType']],
    [{ keyType: 'master' }, [400, 'INVALID_ENUM', 'keyType']],
    [{ keyType: 'personal' }, [400, 'MISSING_FIELD', 'companyId']],
    [{ companyId: 'comp_1' }, [400, 'INVALID_REQUEST', 'companyId']],
    [{ mode: 'sandbox' }, [400, 'INVALID_ENUM', 'mode']],
    [{ expiresAt: 'tomorrow' }, [400, 'INVALID_DATE', 'expiresAt']],
    [{ expiresAt: '2020-01-01' }, [400, 'INVALID_DATE', 'expiresAt']],
    [{ livemode: true }, [400, 'INVALID_REQUEST', 'livemode']],
    [{ keyType: 'personal', companyId: 'comp_nobody' }, [404, 'COMPANY_NOT_FOUND']],
  ])('%j is refused with %j, and nothing is made', async (body, expected) => {
    const before = await count();
    expect(refusal(await create(body))).toEqual(expected);
    expect(await count()).toBe(before);
  });

  it('404 COMPANY_NOT_FOUND for a company of another organization or of the other mode', async () => {
    const foreign = await onboard(app, (await secondOrganization(app)).platformKey);
    const own = await onboard(app, await platformKey(app));
    const personal = { keyType: 'personal' };
    expect(refusal(await create({ ...personal, companyId: foreign.company.id }))).toEqual([
      404,
      'COMPANY_NOT_FOUND',
    ]);
    expect(refusal(await create({ ...personal, companyId: own.company.id, mode: 'live' }))).toEqual([
      404,
      'COMPANY_NOT_FOUND',
    ]);
  });

  it('403 ENTITLEMENT_REQUIRED for a white-label key of an organization that has not paid for it', async () => {
    const second = await secondOrganization(app);
    const answer = await app.post('/api-keys', second.token, { ...wish, keyType: 'white_label' });
    expect(refusal(answer)).toEqual([403, 'ENTITLEMENT_REQUIRED']);
  });
});
