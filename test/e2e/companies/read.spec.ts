import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import {
  onboard,
  platformKey,
  secondOrganization,
  signIn,
  waitUntilRegistered,
} from '../../support/scenario';

/** A setting of which neither company nor platform have spoken. */
const unsaid = { value: true, source: 'default' };

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

describe('GET /companies/{id}', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/companies/comp_1', caller: 'member' });

  it('200 for the platform key, the user and the tenant key; registered in a moment', async () => {
    const { company, apiKey } = await onboard(app, key, { metadata: { tenantId: 't_1' } });
    await waitUntilRegistered(app, key, company.id);
    for (const as of [key, await signIn(app), apiKey.key]) {
      const { status, body } = await app.get(`/companies/${company.id}`, as);
      expect(status).toBe(200);
      expect(body).toEqual({
        ...company,
        peppolIds: expect.arrayContaining([company.peppolId]),
        smpRegistered: true,
        smp: {
          status: 'registered',
          errorCode: null,
          errorMessage: null,
          registeredAt: expect.stringMatching(/Z$/),
        },
        additionalIdentifiers: [],
        autoCompliance: {},
        preferredFormat: null,
        settings: {
          preferredFormat: { value: 'ubl-xml', source: 'default' },
          autoCompliance: { FR: unsaid, IT: unsaid, BE: unsaid },
        },
        updatedAt: expect.stringMatching(/Z$/),
      });
    }
  });

  it('404 for one that is unknown, foreign, of the other mode, or another than the key acts for', async () => {
    const { company, apiKey } = await onboard(app, key);
    const other = (await onboard(app, key)).company;
    const foreign = await onboard(app, (await secondOrganization(app)).platformKey);
    const live = await platformKey(app, { mode: 'live' });
    for (const [id, as] of [
      ['comp_nobody', key],
      [foreign.company.id, key],
      [company.id, live],
      [company.id, foreign.apiKey.key],
      [other.id, apiKey.key],
    ] as const) {
      expect(refusal(await app.get(`/companies/${id}`, as))).toEqual([404, 'COMPANY_NOT_FOUND']);
    }
  });

  it('404 COMPANY_NOT_FOUND and 403 COMPANY_MISMATCH by X-Flowie-Company', async () => {
    const { company, apiKey } = await onboard(app, key);
    const get = (as: string, named: string) =>
      app.get(`/companies/${company.id}`, as, { 'X-Flowie-Company': named });
    expect((await get(key, company.id)).status).toBe(200);
    expect(refusal(await get(key, 'comp_nobody'))).toEqual([404, 'COMPANY_NOT_FOUND']);
    expect(refusal(await get(apiKey.key, 'comp_nobody'))).toEqual([403, 'COMPANY_MISMATCH']);
  });
});

describe('GET /companies/resolve', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/companies/resolve', caller: 'member' });

  const resolve = (query: string, as = key) => app.get(`/companies/resolve?${query}`, as);

  it.each([
    ['FR', 'FR11222333444', 'FR11222333444'],
    ['FR', 'FR11222333445', '11222333445'],
    ['GR', 'EL094259216', '094259216'],
    ['GR', 'EL094259217', 'EL094259217'],
  ])('200: in %s, %s is found by %s', async (countryCode, vatNumber, asked) => {
    const { company } = await onboard(app, key, { vatNumber });
    const { status, body } = await resolve(`countryCode=${countryCode}&vatNumber=${asked}`);
    expect([status, body.id]).toEqual([200, company.id]);
  });

  it.each([
    ['vatNumber=FR1', [400, 'MISSING_FIELD', 'countryCode']],
    ['countryCode=FR', [400, 'MISSING_FIELD', 'vatNumber']],
    ['countryCode=fr&vatNumber=FR1', [400, 'INVALID_REQUEST', 'countryCode']],
    ['countryCode=FR&vatNumber=FR999', [404, 'COMPANY_NOT_FOUND']],
    ['countryCode=DE&vatNumber=FR11222333444', [404, 'COMPANY_NOT_FOUND']],
  ])('?%s is refused with %j', async (query, expected) => {
    expect(refusal(await resolve(query))).toEqual(expected);
  });

  it('404 for a foreign company, for another than the key acts for, and for one that has left', async () => {
    const { company } = await onboard(app, key);
    const query = `countryCode=FR&vatNumber=${company.vatNumber}`;
    const strangers = [(await secondOrganization(app)).platformKey, (await onboard(app, key)).apiKey.key];
    for (const as of strangers) expect(refusal(await resolve(query, as))).toEqual([404, 'COMPANY_NOT_FOUND']);
    await app.exchange('DELETE', `/companies/${company.id}`, { key });
    expect(refusal(await resolve(query))).toEqual([404, 'COMPANY_NOT_FOUND']);
  });
});
