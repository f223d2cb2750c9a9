import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { newVatNumber, onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

/** A setting of which neither company nor platform have spoken. */
const unsaid = { value: true, source: 'default' };

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

const wish = (body: object = {}) => ({ vatNumber: newVatNumber(), name: 'ACME France SARL', ...body });
const create = (body: object, as = key, headers?: Record<string, string>) =>
  app.post('/companies', as, body, headers);
const count = async () => Number((await app.database.query('SELECT count(*) FROM companies'))[0].count);

describe('POST /companies', () => {
  itAuthenticates(() => app, { method: 'POST', path: '/companies', caller: 'member' });

  it('201 for a platform key: the company, not yet registered', async () => {
    const metadata = { tenantId: 't_acme', tier: 'premium' };
    const { status, body } = await create({ vatNumber: ' FR86797978996 ', name: ' ACME ', metadata });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^comp_/),
      peppolId: '0009:FR86797978996',
      peppolIds: ['0009:FR86797978996', '0225:797978996', '0002:797978996', '9957:FR86797978996'],
      vatNumber: 'FR86797978996',
      name: 'ACME',
      country: 'FR',
      status: 'active',
      smpRegistered: false,
      smp: { status: 'pending', errorCode: null, errorMessage: null, registeredAt: null },
      additionalIdentifiers: [],
      autoCompliance: {},
      preferredFormat: null,
      settings: {
        preferredFormat: { value: 'ubl-xml', source: 'default' },
        autoCompliance: { FR: unsaid, IT: unsaid, BE: unsaid },
      },
      metadata,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: body.createdAt,
    });
  });

  it('201 for a user of the dashboard', async () => {
    expect((await create(wish(), await signIn(app))).body).toMatchObject({ status: 'active', metadata: {} });
  });

  it('201: keeps the order of the keys of metadata', async () => {
    const metadata = { zebra: 1, apple: { y: 1, x: 2 }, mango: [3] };
    const { body } = await create(wish({ metadata }));
    expect(JSON.stringify((await app.get(`/companies/${body.id}`, key)).body.metadata)).toBe(
      JSON.stringify(metadata),
    );
  });

  it.each([
    ['BE0123456789', 'BE', '0208:0123456789'],
    ['IT12345678901', 'IT', '0211:IT12345678901'],
    ['DE123456789', 'DE', '9930:DE123456789'],
    ['EL094259216', 'GR', '9933:EL094259216'],
  ])('201: %s is of %s and %s', async (vatNumber, country, peppolId) => {
    expect((await create(wish({ vatNumber }))).body).toMatchObject({ country, peppolId });
  });

  it('201 in live mode for a number whose check digits fit, with ids that the network accepts', async () => {
    const live = await platformKey(app, { mode: 'live' });
    const { status, body } = await create(wish({ vatNumber: 'FR86797978996' }), live);
    expect([status, body.peppolId]).toEqual([201, '0225:797978996']);
    const wrong = await create(wish({ vatNumber: 'BE0123456789' }), live);
    expect(refusal(wrong)).toEqual([400, 'INVALID_VAT_FORMAT', 'vatNumber']);
    expect(wrong.body.error.message).toContain('check digits');
  });

  it.each([
    [{ vatNumber: undefined }, [400, 'MISSING_FIELD', 'vatNumber']],
    [{ vatNumber: 'fr86797978996' }, [400, 'INVALID_VAT_FORMAT', 'vatNumber']],
    [{ vatNumber: 'FR 86797978996' }, [400, 'INVALID_VAT_FORMAT', 'vatNumber']],
    [{ vatNumber: `FR${'1'.repeat(19)}` }, [400, 'INVALID_VAT_FORMAT', 'vatNumber']],
    [{ vatNumber: 86797978996 }, [400, 'INVALID_VAT_FORMAT', 'vatNumber']],
    [{ vatNumber: 'XX86797978996' }, [400, 'INVALID_VAT_FORMAT', 'vatNumber']],
    [{ name: undefined }, [400, 'MISSING_FIELD', 'name']],
    [{ name: '  ' }, [400, 'INVALID_REQUEST', 'name']],
    [{ name: 'x'.repeat(201) }, [400, 'INVALID_REQUEST', 'name']],
    [{ metadata: 'text' }, [400, 'INVALID_REQUEST', 'metadata']],
    [{ metadata: null }, [400, 'INVALID_REQUEST', 'metadata']],
    [{ metadata: [1] }, [400, 'INVALID_REQUEST', 'metadata']],
    [{ metadata: { a: 'x'.repeat(17_000) } }, [400, 'INVALID_REQUEST', 'metadata']],
    [{ metadata: { a: 'x\u0000' } }, [400, 'INVALID_REQUEST', 'metadata']],
    [{ country: 'FR' }, [400, 'INVALID_REQUEST', 'country']],
  ])('%j is refused with %j, and nothing is made', async (body, expected) => {
    const before = await count();
    expect(refusal(await create(wish(body)))).toEqual(expected);
    expect(await count()).toBe(before);
  });

  it('400 for 10,001 keys of metadata', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`key${index}`, 1]));
    const before = await count();
    expect(refusal(await create(wish({ metadata })))).toEqual([400, 'INVALID_REQUEST', 'metadata']);
    expect(await count()).toBe(before);
  });

  it('400 for a body that is nested too deeply to look at', async () => {
    const body = `{"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(refusal(await app.post('/companies', key, body))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('403 INSUFFICIENT_SCOPE for a tenant key', async () => {
    const { apiKey } = await onboard(app, key);
    const before = await count();
    expect(refusal(await create(wish(), apiKey.key))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect(await count()).toBe(before);
  });

  it('409 COMPANY_EXISTS with the id of the one that is there', async () => {
    const body = wish();
    const first = await create(body);
    const second = await create({ ...body, name: 'Other' });
    expect(refusal(second)).toEqual([409, 'COMPANY_EXISTS']);
    expect(second.body.error.companyId).toBe(first.body.id);
  });

  it('201: the same number in another organization or mode is another company', async () => {
    const body = wish({ vatNumber: 'FR40303265045' });
    const keys = [key, await platformKey(app, { mode: 'live' }), (await secondOrganization(app)).platformKey];
    for (const as of keys) expect((await create(body, as)).status).toBe(201);
  });

  it('413 PAYLOAD_TOO_LARGE', async () => {
    const answer = await create(wish({ name: 'x'.repeat(11_000_000) }));
    expect(refusal(answer)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});

describe('POST /companies with an Idempotency-Key', () => {
  it('201: a retry gives the same company; another body is 422', async () => {
    const body = wish();
    const headers = { 'Idempotency-Key': 'company-1' };
    const first = await create(body, key, headers);
    const before = await count();
    const again = await create(body, key, headers);
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ]);
    expect(refusal(await create(wish(), key, headers))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await count()).toBe(before);
  });

  it('replays a 409, and runs again after a 400', async () => {
    const body = wish();
    const taken = await create(body);
    const conflict = { 'Idempotency-Key': 'company-2' };
    await create(body, key, conflict);
    await app.exchange('DELETE', `/companies/${taken.body.id}`, { key });
    const replayed = await create(body, key, conflict);
    expect(refusal(replayed)).toEqual([409, 'COMPANY_EXISTS']);
    expect(replayed.body.error.companyId).toBe(taken.body.id);
    const invalid = { 'Idempotency-Key': 'company-3' };
    expect((await create({ vatNumber: 'x' }, key, invalid)).status).toBe(400);
    expect((await create(wish(), key, invalid)).status).toBe(201);
  });
});

describe('POST /companies, several at once', () => {
  it('with one VAT number makes one; the others learn its id', async () => {
    const body = wish();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => create(body, key, { 'Idempotency-Key': `race-${at}` })),
    );
    const made = answers.filter(({ status }) => status === 201);
    const others = answers.filter(({ status }) => status !== 201);
    expect(made).toHaveLength(1);
    for (const other of others) {
      expect(refusal(other)).toEqual([409, 'COMPANY_EXISTS']);
      expect(other.body.error.companyId).toBe(made[0]!.body.id);
    }
  });
});
