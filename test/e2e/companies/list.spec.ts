import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import {
  newVatNumber,
  onboard,
  platformKey,
  secondOrganization,
  signIn,
  waitUntilRegistered,
} from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const idsOf = async (path: string, key: string) =>
  (await app.get(path, key)).body.data.map(({ id }: { id: string }) => id) as string[];

describe.each(['/companies', '/platform/companies'])('GET %s', (path) => {
  const caller = path === '/companies' ? ('member' as const) : ('platform' as const);
  itAuthenticates(() => app, { method: 'GET', path, caller });

  it('200: pages of the companies of the organization and mode, newest first', async () => {
    const { token, platformKey: key } = await secondOrganization(app);
    const made: string[] = [];
    for (let at = 0; at < 3; at++) made.unshift((await onboard(app, key)).company.id);
    const first = await app.get(`${path}?limit=2`, key);
    expect(first.body.data.map(({ id }: { id: string }) => id)).toEqual(made.slice(0, 2));
    expect(first.body.hasMore).toBe(true);
    const rest = await app.get(`${path}?limit=2&cursor=${first.body.nextCursor}`, key);
    expect(rest.body.data.map(({ id }: { id: string }) => id)).toEqual(made.slice(2));
    expect(rest.body).toMatchObject({ hasMore: false, nextCursor: null });
    expect(await idsOf(path, await platformKey(app, { token, mode: 'live' }))).toEqual([]);
  });

  it('200: filters by status, country and registration', async () => {
    const { platformKey: key } = await secondOrganization(app);
    const french = (await onboard(app, key)).company.id;
    const belgian = (await onboard(app, key, { vatNumber: newVatNumber('BE') })).company.id;
    await waitUntilRegistered(app, key, french);
    await waitUntilRegistered(app, key, belgian);
    await app.exchange('DELETE', `/companies/${belgian}`, { key });
    expect(await idsOf(`${path}?country=BE`, key)).toEqual([belgian]);
    expect(await idsOf(`${path}?status=active`, key)).toEqual([french]);
    expect(await idsOf(`${path}?status=deregistered`, key)).toEqual([belgian]);
    expect(await idsOf(`${path}?smpRegistered=true`, key)).toEqual([french]);
    expect(await idsOf(`${path}?smpRegistered=false&country=BE`, key)).toEqual([belgian]);
    expect(await idsOf(`${path}?country=BE&status=active`, key)).toEqual([]);
  });

  it.each([
    ['status=paused', [400, 'INVALID_ENUM', 'status']],
    ['country=fr', [400, 'INVALID_REQUEST', 'country']],
    ['smpRegistered=1', [400, 'INVALID_REQUEST', 'smpRegistered']],
    ['limit=0', [400, 'INVALID_REQUEST', 'limit']],
    ['cursor=WyJrZXlfMSJd', [400, 'INVALID_CURSOR']],
    ['metadata.tier=premium', [400, 'INVALID_REQUEST', 'metadata.tier']],
  ])('?%s is refused with %j', async (query, expected) => {
    expect(refusal(await app.get(`${path}?${query}`, await platformKey(app)))).toEqual(expected);
  });
});

describe('GET /platform/companies?metadata.tenantId', () => {
  it('200: finds the tenant', async () => {
    const key = await platformKey(app);
    const { company } = await onboard(app, key, { metadata: { tenantId: 't_wanted' } });
    await onboard(app, key, { metadata: { tenantId: 't_other' } });
    expect(await idsOf('/platform/companies?metadata.tenantId=t_wanted', key)).toEqual([company.id]);
    expect(await idsOf('/platform/companies?metadata.tenantId=t_nobody', key)).toEqual([]);
  });
});

describe('GET /companies as others than a platform', () => {
  it('200: a tenant key lists its own company, a user all, and the header narrows', async () => {
    const key = await platformKey(app);
    const { company, apiKey } = await onboard(app, key);
    const other = (await onboard(app, key)).company;
    expect(await idsOf('/companies', apiKey.key)).toEqual([company.id]);
    expect((await idsOf('/companies', await signIn(app))).slice(0, 2)).toEqual([other.id, company.id]);
    const narrowed = await app.get('/companies', key, { 'X-Flowie-Company': company.id });
    expect(narrowed.body.data.map(({ id }: { id: string }) => id)).toEqual([company.id]);
  });
});
