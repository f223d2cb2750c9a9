import { ParticipantRegistry } from '../../../src/network/participant-registry.port';
import { NetworkError } from '../../../src/network/network-error.port';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import {
  newVatNumber,
  onboard,
  platformKey,
  secondOrganization,
  waitUntilRegistered,
} from '../../support/scenario';

let app: TestApp;
let key: string;
let live: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
  live = await platformKey(app, { mode: 'live' });
});
afterAll(() => app.stop());
afterEach(() => jest.restoreAllMocks());

const kvk = { scheme: '0106', value: '12345678' };
const gln = { scheme: '0088', value: '5790000435968' };
const leitweg = { scheme: '0204', value: '04011000-1234512345-06' };
const create = (additionalIdentifiers: unknown, as = key, vatNumber = newVatNumber()) =>
  app.post('/companies', as, { vatNumber, name: 'ACME', additionalIdentifiers });
const patch = (id: string, body: object, as = key) =>
  app.exchange('PATCH', `/companies/${id}`, { key: as, body });
const entries = async (id: string) => {
  const sql = 'SELECT participant_id FROM sandbox_participants WHERE company_id = $1 ORDER BY 1';
  const rows: Array<{ participant_id: string }> = await app.database.query(sql, [id]);
  return rows.map(({ participant_id }) => participant_id);
};

describe('additionalIdentifiers', () => {
  it('201: are aliases of the company, each once, and published', async () => {
    const { status, body } = await create([kvk, { scheme: '0204', value: leitweg.value.toLowerCase() }, kvk]);
    expect([status, body.additionalIdentifiers]).toEqual([201, [kvk, leitweg]]);
    expect(body.peppolIds.slice(-2)).toEqual(['0106:12345678', '0204:04011000-1234512345-06']);
    expect(body.peppolId).toMatch(/^0009:FR/);
    await waitUntilRegistered(app, key, body.id);
    expect(await entries(body.id)).toEqual(body.peppolIds.map((id: string) => id.toLowerCase()).sort());
  });

  it('201: one that follows from the VAT number is no second alias', async () => {
    const { body } = await create([{ scheme: '0225', value: '797978996' }], key, 'FR86797978996');
    expect(body.peppolIds).toEqual([
      '0009:FR86797978996',
      '0225:797978996',
      '0002:797978996',
      '9957:FR86797978996',
    ]);
  });

  it('201 at onboarding, whose answer keeps the shape of the kit', async () => {
    const { company } = await onboard(app, key, { additionalIdentifiers: [gln] });
    expect(company).not.toHaveProperty('additionalIdentifiers');
    expect((await app.get(`/companies/${company.id}`, key)).body.additionalIdentifiers).toEqual([gln]);
  });

  it.each([
    [[{ scheme: '0088', value: '123' }], 'additionalIdentifiers[0]'],
    [[gln, { scheme: '7777', value: '1' }], 'additionalIdentifiers[1]'],
    [[gln, { scheme: '88', value: '5790000435968' }], 'additionalIdentifiers[1].scheme'],
    [[{ scheme: '0088', value: 'a b' }], 'additionalIdentifiers[0].value'],
  ])('400 INVALID_PARTICIPANT_ID for %j at %s', async (identifiers, field) => {
    expect(refusal(await create(identifiers))).toEqual([400, 'INVALID_PARTICIPANT_ID', field]);
  });

  it.each([['x'], [{}], [[null]], [['0088:1']], [Array.from({ length: 21 }, () => gln)]])(
    '400 for %j',
    async (identifiers) => {
      expect((await create(identifiers)).status).toBe(400);
    },
  );

  it('400 in live mode for what the network would refuse, with what was probably meant', async () => {
    const wrong = await create([{ scheme: '0009', value: 'FR86797978996' }], live, 'FR86797978996');
    expect(refusal(wrong)).toEqual([400, 'INVALID_PARTICIPANT_ID', 'additionalIdentifiers[0]']);
    expect(wrong.body.error.message).toContain('0009 is SIRET, 14 digits; did you mean 0225:797978996?');
    const digits = await create([{ scheme: '0088', value: '5790000435969' }], live, 'FR86797978996');
    expect(digits.body.error.message).toContain('check digits');
    expect((await create([gln], live, 'FR86797978996')).status).toBe(201);
  });
});

describe('PATCH /companies/{id} with additionalIdentifiers', () => {
  it('200: the entry in the directory follows, in both directions, without a second event', async () => {
    const { company } = await onboard(app, key, { additionalIdentifiers: [gln] });
    await waitUntilRegistered(app, key, company.id);
    const changed = await patch(company.id, { additionalIdentifiers: [kvk] });
    expect([changed.status, changed.body.additionalIdentifiers]).toEqual([200, [kvk]]);
    expect(changed.body).toMatchObject({ name: company.name, smpRegistered: true });
    const published = changed.body.peppolIds.map((id: string) => id.toLowerCase()).sort();
    await eventually('the entry', async () => (await entries(company.id)).join() === published.join());
    const none = await patch(company.id, { additionalIdentifiers: [] });
    expect(none.body.additionalIdentifiers).toEqual([]);
    await eventually('the entry', async () => (await entries(company.id)).length === published.length - 1);
    const rows = await app.database.query(`SELECT id FROM events WHERE company_id = $1`, [company.id]);
    expect(rows).toHaveLength(1);
  });

  it('leaves a company registered whose change is refused, says why, and lets it be tried again', async () => {
    const { company } = await onboard(app, key);
    await waitUntilRegistered(app, key, company.id);
    const refused = new NetworkError('PARTICIPANT_REGISTERED_ELSEWHERE', 'with Example PA', false);
    jest.spyOn(app.app.get(ParticipantRegistry), 'register').mockRejectedValueOnce(refused);
    await patch(company.id, { additionalIdentifiers: [kvk] });
    const read = async () => (await app.get(`/companies/${company.id}`, key)).body;
    await eventually('the refusal', async () => (await read()).smp.errorCode === refused.code);
    expect((await read()).smp).toMatchObject({ status: 'registered', errorMessage: 'with Example PA' });
    expect((await app.post(`/companies/${company.id}/registration`, key, {})).status).toBe(202);
    await eventually('the entry', async () => (await entries(company.id)).includes('0106:12345678'));
    await eventually('no error', async () => (await read()).smp.errorCode === null);
  });

  it('400 for a wrong one, and nothing changes', async () => {
    const { company } = await onboard(app, key, { additionalIdentifiers: [gln] });
    const body = { additionalIdentifiers: [{ scheme: '0088', value: '1' }], name: 'Other' };
    expect(refusal(await patch(company.id, body))[1]).toBe('INVALID_PARTICIPANT_ID');
    expect((await app.get(`/companies/${company.id}`, key)).body).toMatchObject({
      name: company.name,
      additionalIdentifiers: [gln],
    });
  });
});

describe('PATCH /companies/{id} with autoCompliance', () => {
  it('200: what is left out stays', async () => {
    const { company } = await onboard(app, key);
    expect(
      (await patch(company.id, { autoCompliance: { FR: false, BE: true } })).body.autoCompliance,
    ).toEqual({
      FR: false,
      BE: true,
    });
    expect(
      (await patch(company.id, { autoCompliance: { FR: true, IT: false } })).body.autoCompliance,
    ).toEqual({
      FR: true,
      BE: true,
      IT: false,
    });
  });

  it.each([
    [{ DE: false }, [400, 'INVALID_ENUM', 'autoCompliance.DE']],
    [{ FR: 'no' }, [400, 'INVALID_REQUEST', 'autoCompliance.FR']],
    [{ FR: true, fr: true }, [400, 'INVALID_ENUM', 'autoCompliance.fr']],
    ['no', [400, 'INVALID_REQUEST', 'autoCompliance']],
  ])('%j is refused with %j', async (autoCompliance, expected) => {
    const { company } = await onboard(app, key);
    expect(refusal(await patch(company.id, { autoCompliance }))).toEqual(expected);
  });
});

describe('GET /companies/resolve by participantId', () => {
  const resolve = (participantId: string, as = key) =>
    app.get(`/companies/resolve?participantId=${encodeURIComponent(participantId)}`, as);

  it('200: by any alias, in any spelling', async () => {
    const own = { scheme: '0204', value: '991-ABCDE-33' };
    const { company } = await onboard(app, key, { vatNumber: 'FR40303265045', additionalIdentifiers: [own] });
    for (const id of ['0009:FR40303265045', '0225:303265045', '9957:fr40303265045', '0204:991-abcde-33']) {
      expect((await resolve(id)).body.id).toBe(company.id);
    }
    const stranger = (await secondOrganization(app)).platformKey;
    const other = (await onboard(app, key)).apiKey.key;
    for (const as of [stranger, other, live])
      expect(refusal(await resolve('0225:303265045', as))).toEqual([404, 'COMPANY_NOT_FOUND']);
  });

  it('400 for what is no id', async () => {
    expect(refusal(await resolve('FR40303265045'))).toEqual([400, 'INVALID_PARTICIPANT_ID', 'participantId']);
  });
});
