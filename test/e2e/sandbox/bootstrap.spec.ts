import { randomInt } from 'node:crypto';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { sendBody } from '../../support/invoices';
import { onboard, waitUntilRegistered } from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ SANDBOX_BOOTSTRAPS_PER_HOUR: '30' });
});
afterAll(() => app.stop());

const bootstrap = (body: unknown = {}, address = `203.0.113.${randomInt(256)}`, headers: Record<string, string> = {}) =>
  app.post('/sandbox/bootstrap', undefined, body, { 'x-forwarded-for': address, ...headers }); // prettier-ignore
const made = async (body?: unknown) => {
  const answer = await bootstrap(body);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
};

describe('POST /sandbox/bootstrap', () => {
  it('201 with a platform key of a week, an organization and a company that the test network knows', async () => {
    const { status, body, headers } = await bootstrap();
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['key', 'keyType', 'expiresAt', 'organization', 'company']);
    expect(body).toMatchObject({
      key: expect.stringMatching(/^flw_plat_test_[0-9A-Za-z]{30}$/),
      keyType: 'platform',
      organization: { id: expect.stringMatching(/^org_/), name: 'Sandbox company' },
      company: { country: 'FR', status: 'active', smpRegistered: false },
    });
    expect(headers).toMatchObject({ 'ratelimit-limit': '30' });
    const week = new Date(body.expiresAt).getTime() - app.clock.now().getTime();
    expect(Math.round(week / 86_400_000)).toBe(7);
    await waitUntilRegistered(app, body.key, body.company.id);
    const me = await app.get('/me', body.key);
    expect(me.body).toMatchObject({ organization: { id: body.organization.id } });
  });

  it('opens onboarding and sending at once, and shows nothing of other sandboxes', async () => {
    const [one, other] = [await made(), await made({ country: 'BE', name: ' Globex NV ' })];
    expect(other.company).toMatchObject({ country: 'BE', name: 'Globex NV' });
    expect(other.organization.name).toBe('Globex NV');
    const { company } = await onboard(app, one.key);
    expect((await app.get(`/companies/${company.id}`, other.key)).status).toBe(404);
    const headers = { 'x-flowie-company': one.company.id };
    const sent = await app.post(
      '/documents/send',
      one.key,
      sendBody({ to: other.company.peppolId }),
      headers,
    );
    expect(sent.status).toBe(202);
    await eventually('its arrival', async () => {
      const query = { 'x-flowie-company': other.company.id };
      const { body } = await app.get(
        `/documents?direction=incoming&number=${sent.body.number}`,
        other.key,
        query,
      );
      return body.data.length === 1;
    });
  });

  it('makes keys of each type', async () => {
    const personal = await made({ keyType: 'personal' });
    expect(personal.key).toMatch(/^flw_test_/);
    expect((await app.post('/documents/send', personal.key, sendBody({ to: '0208:0123456789' }))).status).toBe(202); // prettier-ignore
    expect(refusal(await app.get('/platform/companies', personal.key))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const whiteLabel = await made({
      keyType: 'white_label',
      vatNumber: 'IT12345678901',
      email: 'dev@acme.example',
    });
    expect(whiteLabel).toMatchObject({ key: expect.stringMatching(/^flw_wl_test_/), company: { vatNumber: 'IT12345678901' } }); // prettier-ignore
    expect((await app.get('/platform/companies', whiteLabel.key)).status).toBe(200);
  });

  it('takes no Idempotency-Key: each call makes another one', async () => {
    const headers = { 'idempotency-key': 'same' };
    const [first, second] = [
      await bootstrap({}, undefined, headers),
      await bootstrap({}, undefined, headers),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.organization.id).not.toBe(second.body.organization.id);
    expect(second.headers['idempotent-replayed']).toBeUndefined();
  });

  it.each([
    [{ keyType: 'admin' }, 'INVALID_ENUM', 'keyType'],
    [{ country: 'XX' }, 'INVALID_ENUM', 'country'],
    [{ vatNumber: 'nothing' }, 'INVALID_VAT_FORMAT', 'vatNumber'],
    [{ vatNumber: 'ZZ123' }, 'INVALID_VAT_FORMAT', 'vatNumber'],
    [{ vatNumber: 'IT12345678901', country: 'FR' }, 'INVALID_REQUEST', 'country'],
    [{ name: '' }, 'INVALID_REQUEST', 'name'],
    [{ email: 'nobody' }, 'INVALID_REQUEST', 'email'],
    [{ scopes: ['*'] }, 'INVALID_REQUEST', 'scopes'],
  ])('400 for %j', async (body, code, field) => {
    expect(refusal(await bootstrap(body))).toEqual([400, code, field]);
  });

  it('429 RATE_LIMITED beyond what an address gets each hour; another address gets its own', async () => {
    app.clock.advance({ hours: 2 });
    const answers = await Promise.all(Array.from({ length: 32 }, () => bootstrap({}, '198.51.100.7')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refusal(refused)).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await bootstrap({}, '198.51.100.8')).status).toBe(201);
  });
});

describe('a week later', () => {
  it('every key is refused and every company deregistered; others and what they exchanged stay', async () => {
    const [ending, staying] = [await made(), await made()];
    const { company, apiKey } = await onboard(app, ending.key);
    await waitUntilRegistered(app, ending.key, ending.company.id);
    const headers = { 'x-flowie-company': ending.company.id };
    await app.post('/documents/send', ending.key, sendBody({ to: staying.company.peppolId }), headers);
    await app.database.query(`UPDATE sandboxes SET expires_at = expires_at - interval '6 days' WHERE organization_id = $1`, [ending.organization.id]); // prettier-ignore
    app.clock.advance({ hours: 25 });
    await eventually(
      'the end of the tenant key',
      async () => (await app.get('/me', apiKey.key)).status === 401,
    );
    expect(refusal(await app.get('/me', apiKey.key))).toEqual([401, 'REVOKED_KEY']);
    expect((await app.get('/me', ending.key)).status).toBe(401);
    const rows = await app.database.query(`SELECT id, status FROM companies WHERE organization_id = $1 ORDER BY id`, [ending.organization.id]); // prettier-ignore
    expect(rows).toEqual(
      [ending.company.id, company.id].sort().map((id) => ({ id, status: 'deregistered' })),
    );
    expect((await app.get('/me', staying.key)).status).toBe(200);
    const received = { 'x-flowie-company': staying.company.id };
    await eventually('the document', async () => (await app.get('/documents?direction=incoming', staying.key, received)).body.data.length === 1); // prettier-ignore
    app.clock.advance({ hours: 24 * 7 });
    expect(refusal(await app.get('/me', staying.key))).toEqual([401, 'EXPIRED_TOKEN']);
  });
});

describe('where it is not offered', () => {
  it.each([
    [{ SANDBOX_BOOTSTRAP: 'off' }, 404],
    [{ DEFAULT_MODE: 'live' }, 404],
    [{ DEFAULT_MODE: 'live', SANDBOX_BOOTSTRAP: 'on' }, 201],
  ])('%j gives %d', async (settings: Record<string, string>, status) => {
    const other = await TestApp.start({ ROLE: 'api', ...settings });
    const answer = await other.post('/sandbox/bootstrap', undefined, {});
    expect(answer.status).toBe(status);
    if (status === 201) expect(answer.body.key).toMatch(/^flw_plat_test_/);
    else expect(refusal(answer)).toEqual([404, 'NOT_FOUND']);
    await other.stop();
  });
});
