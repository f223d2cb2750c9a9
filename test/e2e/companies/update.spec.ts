import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { onboard, platformKey, secondOrganization } from '../../support/scenario';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

const patch = (id: string, body: object, as = key, headers?: Record<string, string>) =>
  app.exchange('PATCH', `/companies/${id}`, { key: as, body, headers });
const read = async (id: string) => (await app.get(`/companies/${id}`, key)).body;

describe('PATCH /companies/{id}', () => {
  itAuthenticates(() => app, { method: 'PATCH', path: '/companies/comp_1', caller: 'member' });

  it('200: changes what is given and leaves the rest', async () => {
    const { company, apiKey } = await onboard(app, key, {
      name: 'Old',
      metadata: { tenantId: 't_1', tier: 'basic' },
    });
    app.clock.advance({ seconds: 1 });
    const named = await patch(company.id, { name: ' New ' });
    expect(named.status).toBe(200);
    expect(named.body).toMatchObject({ name: 'New', metadata: { tenantId: 't_1', tier: 'basic' } });
    expect(named.body.updatedAt > company.createdAt!).toBe(true);
    const replaced = await patch(company.id, { metadata: { tier: 'premium' } }, apiKey.key);
    expect(replaced.body).toMatchObject({ name: 'New', metadata: { tier: 'premium' } });
    expect((await patch(company.id, { metadata: null })).body.metadata).toEqual({});
    expect((await read(company.id)).metadata).toEqual({});
  });

  it('200 again for a retry with the same Idempotency-Key', async () => {
    const { company } = await onboard(app, key);
    const headers = { 'Idempotency-Key': 'patch-1' };
    const first = await patch(company.id, { name: 'Once' }, key, headers);
    await patch(company.id, { name: 'Later' });
    const again = await patch(company.id, { name: 'Once' }, key, headers);
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    expect((await read(company.id)).name).toBe('Later');
  });

  it.each([
    [{ name: null }, [400, 'INVALID_REQUEST', 'name']],
    [{ name: '' }, [400, 'INVALID_REQUEST', 'name']],
    [{ metadata: 'x' }, [400, 'INVALID_REQUEST', 'metadata']],
    [{ vatNumber: 'FR86797978996' }, [400, 'INVALID_REQUEST', 'vatNumber']],
    [{ status: 'deregistered' }, [400, 'INVALID_REQUEST', 'status']],
  ])('%j is refused with %j, and nothing changes', async (body, expected) => {
    const { company } = await onboard(app, key);
    expect(refusal(await patch(company.id, body))).toEqual(expected);
    expect(await read(company.id)).toMatchObject({ name: company.name, metadata: {}, status: 'active' });
  });

  it('404 for one that is unknown, foreign, or another than the key acts for; it stays as it was', async () => {
    const { company } = await onboard(app, key);
    const stranger = (await secondOrganization(app)).platformKey;
    const other = (await onboard(app, key)).apiKey.key;
    for (const [id, as] of [
      ['comp_nobody', key],
      [company.id, stranger],
      [company.id, other],
    ] as const) {
      expect(refusal(await patch(id, { name: 'Stolen' }, as))).toEqual([404, 'COMPANY_NOT_FOUND']);
    }
    expect((await read(company.id)).name).toBe(company.name);
  });
});
