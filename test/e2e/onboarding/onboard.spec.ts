import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { newVatNumber, platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

const path = '/platform/companies';
/** The body of the onboarding kit. */
const kit = (body: object = {}) => ({
  vatNumber: newVatNumber(),
  name: 'ACME France SARL',
  metadata: { tenantId: 't_acme', tier: 'premium' },
  webhook: {
    url: 'https://yourplatform.com/hooks/flowie?tenant=t_acme',
    events: [
      'document.received',
      'document.delivered',
      'document.failed',
      'lifecycle.updated',
      'compliance.reported.failed',
    ],
  },
  apiKey: {
    name: 'tenant-acme',
    scopes: ['send', 'receive', 'documents.read', 'documents.write', 'lifecycle'],
  },
  ...body,
});
const onboard = (body: object, idempotencyKey?: string, as = key) =>
  app.post(path, as, body, idempotencyKey ? { 'Idempotency-Key': idempotencyKey } : {});

/** How many rows there are of all that onboarding makes. */
const counts = async () => {
  const tables = ['companies', 'webhooks', 'api_keys', 'jobs', 'events'];
  const rows = await app.database.query(
    tables.map((table) => `SELECT '${table}' AS name, count(*) FROM ${table}`).join(' UNION ALL '),
  );
  return Object.fromEntries(
    (rows as Array<{ name: string; count: string }>).map(({ name, count }) => [name, count]),
  );
};

describe('POST /platform/companies', () => {
  itAuthenticates(() => app, { method: 'POST', path, caller: 'platform' });

  it("201: the kit's answer", async () => {
    const body = kit({ vatNumber: 'FR86797978996' });
    const answer = await onboard(body, 'tenant-acme-init');
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      company: {
        id: expect.stringMatching(/^comp_/),
        peppolId: '0009:FR86797978996',
        vatNumber: 'FR86797978996',
        name: 'ACME France SARL',
        country: 'FR',
        status: 'active',
        smpRegistered: false,
        metadata: { tenantId: 't_acme', tier: 'premium' },
        createdAt: expect.stringMatching(/Z$/),
      },
      apiKey: {
        id: expect.stringMatching(/^key_/),
        key: expect.stringMatching(/^flw_test_[0-9A-Za-z]{30}$/),
        keyPrefix: answer.body.apiKey.key.slice(0, 12),
        name: 'tenant-acme',
        scopes: body.apiKey.scopes,
      },
      webhook: {
        id: expect.stringMatching(/^wh_/),
        url: body.webhook.url,
        status: 'active',
        secret: expect.stringMatching(/^whsec_/),
      },
    });
    const { company, apiKey, webhook } = answer.body;
    expect((await app.get('/me', apiKey.key)).body).toMatchObject({
      caller: { keyType: 'personal' },
      companies: [{ id: company.id }],
    });
    expect((await app.get(`/webhooks/${webhook.id}`, key)).body.companyId).toBe(company.id);
  });

  it('201: the parts not asked for are absent', async () => {
    const { status, body } = await onboard({ vatNumber: newVatNumber(), name: 'Small' });
    expect([status, Object.keys(body)]).toEqual([201, ['company']]);
    expect(body.company.metadata).toEqual({});
  });

  it('201: in the mode of the platform key', async () => {
    const live = await platformKey(app, { mode: 'live' });
    const { status, body } = await onboard(kit({ vatNumber: 'FR40303265045' }), undefined, live);
    expect([status, body.company.peppolId]).toEqual([201, '0225:303265045']);
    expect(body.apiKey.key).toMatch(/^flw_live_/);
  });

  it.each([
    [{ vatNumber: undefined }, [400, 'MISSING_FIELD', 'vatNumber']],
    [{ vatNumber: 'FR-86797978996' }, [400, 'INVALID_VAT_FORMAT', 'vatNumber']],
    [{ name: undefined }, [400, 'MISSING_FIELD', 'name']],
    [{ metadata: [] }, [400, 'INVALID_REQUEST', 'metadata']],
    [{ webhook: { events: ['*'] } }, [400, 'MISSING_FIELD', 'webhook.url']],
    [{ webhook: { url: 'https://example.com' } }, [400, 'MISSING_FIELD', 'webhook.events']],
    [{ webhook: { url: 'https://example.com', events: ['x'] } }, [400, 'INVALID_ENUM', 'webhook.events']],
    [{ webhook: 'https://example.com' }, [400, 'INVALID_REQUEST', 'webhook']],
    [{ webhook: null }, [400, 'INVALID_REQUEST', 'webhook']],
    [{ apiKey: { scopes: ['send'] } }, [400, 'MISSING_FIELD', 'apiKey.name']],
    [{ apiKey: { name: 'x', scopes: ['fly'] } }, [400, 'INVALID_ENUM', 'apiKey.scopes']],
    [
      { apiKey: { name: 'x', scopes: ['*'], keyType: 'platform' } },
      [400, 'INVALID_REQUEST', 'apiKey.keyType'],
    ],
    [{ plan: 'gold' }, [400, 'INVALID_REQUEST', 'plan']],
  ])('%j is refused with %j, and nothing is made', async (body, expected) => {
    const before = await counts();
    expect(refusal(await onboard(kit(body)))).toEqual(expected);
    expect((await counts()).companies).toBe(before.companies);
  });

  it('422 WEBHOOK_URL_BLOCKED leaves nothing, and the number free', async () => {
    const body = kit();
    const before = await counts();
    const blocked = { ...body, webhook: { ...body.webhook, url: 'https://169.254.169.254/' } };
    expect(refusal(await onboard(blocked))).toEqual([422, 'WEBHOOK_URL_BLOCKED', 'url']);
    const { companies, webhooks, api_keys: keys } = await counts();
    expect([companies, webhooks, keys]).toEqual([before.companies, before.webhooks, before.api_keys]);
    expect((await onboard(body)).status).toBe(201);
  });

  it('403 INSUFFICIENT_SCOPE for a key that would grant what the platform key lacks leaves nothing', async () => {
    const wish = { name: 'narrow', scopes: ['send'], keyType: 'platform' };
    const narrow = (await app.post('/api-keys', await signIn(app), wish)).body.key as string;
    const before = await counts();
    expect(refusal(await onboard(kit(), undefined, narrow))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const { companies, webhooks } = await counts();
    expect([companies, webhooks]).toEqual([before.companies, before.webhooks]);
  });

  it('409 COMPANY_EXISTS with the id of the one that is there; no second webhook or key', async () => {
    const body = kit();
    const first = await onboard(body);
    const before = await counts();
    const second = await onboard(body);
    expect(refusal(second)).toEqual([409, 'COMPANY_EXISTS']);
    expect(second.body.error.companyId).toBe(first.body.company.id);
    const { webhooks, api_keys: keys } = await counts();
    expect([webhooks, keys]).toEqual([before.webhooks, before.api_keys]);
  });
});

describe('POST /platform/companies with an Idempotency-Key', () => {
  it('201: a retry gives the same secrets, from another key of the platform too, and makes nothing', async () => {
    const body = kit();
    const first = await onboard(body, 'retry-1');
    const before = await counts();
    const again = await onboard(body, '"retry-1"', await platformKey(app));
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ]);
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect({ ...(await counts()), api_keys: undefined, jobs: undefined, events: undefined }).toEqual({
      ...before,
      api_keys: undefined,
      jobs: undefined,
      events: undefined,
    });
  });

  it('422 IDEMPOTENCY_KEY_REUSED for another body; another organization has its own keys', async () => {
    await onboard(kit(), 'reused');
    expect(refusal(await onboard(kit(), 'reused'))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect((await onboard(kit(), 'reused', (await secondOrganization(app)).platformKey)).status).toBe(201);
  });

  it('409 COMPANY_EXISTS once the 24 hours are over', async () => {
    const body = kit();
    const { company } = (await onboard(body, 'day')).body;
    app.clock.advance({ hours: 24 });
    key = await platformKey(app);
    const late = await onboard(body, 'day');
    expect(refusal(late)).toEqual([409, 'COMPANY_EXISTS']);
    expect(late.body.error.companyId).toBe(company.id);
  });

  it('400 for a key that is none', async () => {
    expect(refusal(await onboard(kit(), 'x'.repeat(256)))).toEqual([
      400,
      'INVALID_REQUEST',
      'Idempotency-Key',
    ]);
  });

  it('a hundred at once with one key make one tenant', async () => {
    const body = kit();
    const answers = await Promise.all(Array.from({ length: 100 }, () => onboard(body, 'hundred')));
    const done = answers.filter(({ status }) => status === 201);
    const busy = answers.filter(({ status }) => status !== 201);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const answer of busy) {
      expect(refusal(answer)).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS']);
      expect(answer.headers['retry-after']).toBe('1');
    }
    const made = async (table: string, column: string) => {
      const sql = `SELECT count(*) FROM ${table} WHERE ${column} = $1`;
      return Number((await app.database.query(sql, [done[0]!.body.company.id]))[0].count);
    };
    expect(await made('api_keys', 'company_id')).toBe(1);
    expect(await made('webhooks', 'company_id')).toBe(1);
    const sameNumber = await app.database.query('SELECT id FROM companies WHERE vat_number = $1', [
      body.vatNumber,
    ]);
    expect(sameNumber).toHaveLength(1);
    expect((await onboard(body, 'hundred')).body).toEqual(done[0]!.body);
  });

  it('twenty at once of one number with keys of their own make one; the others learn its id', async () => {
    const body = kit();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => onboard(body, `number-${at}`)));
    const done = answers.filter(({ status }) => status === 201);
    expect(done).toHaveLength(1);
    for (const other of answers.filter(({ status }) => status !== 201)) {
      expect(refusal(other)).toEqual([409, 'COMPANY_EXISTS']);
      expect(other.body.error.companyId).toBe(done[0]!.body.company.id);
    }
  });
});
