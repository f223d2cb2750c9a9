import { NetworkError } from '../../../src/network/network-error.port';
import { ParticipantRegistry } from '../../../src/network/participant-registry.port';
import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { onboard, platformKey, secondOrganization, waitUntilRegistered } from '../../support/scenario';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

const remove = (id: string, as = key) => app.exchange('DELETE', `/companies/${id}`, { key: as });
const entries = (id: string) =>
  app.database.query<object[]>('SELECT participant_id FROM sandbox_participants WHERE company_id = $1', [id]);
const smpStatus = async (id: string) =>
  (await app.database.query('SELECT smp_status FROM companies WHERE id = $1', [id]))[0].smp_status as string;
const removed = (id: string) =>
  eventually('the entry is gone', async () => (await smpStatus(id)) === 'removed');

describe('DELETE /companies/{id}', () => {
  itAuthenticates(() => app, { method: 'DELETE', path: '/companies/comp_1', caller: 'member' });

  it('200: leaves the directory and stays readable; a repeat is the same answer', async () => {
    const { company } = await onboard(app, key);
    await waitUntilRegistered(app, key, company.id);
    expect(await entries(company.id)).toHaveLength(4);
    for (let at = 0; at < 2; at++) {
      const { status, body } = await remove(company.id);
      expect([status, body]).toEqual([200, { id: company.id, status: 'deregistered' }]);
    }
    await removed(company.id);
    expect(await entries(company.id)).toEqual([]);
    expect((await app.get(`/companies/${company.id}`, key)).body).toMatchObject({
      status: 'deregistered',
      smpRegistered: false,
    });
  });

  it('200 straight after onboarding: no entry is left behind', async () => {
    const { company } = await onboard(app, key);
    expect((await remove(company.id)).status).toBe(200);
    await removed(company.id);
    await eventually('no job is left', async () => {
      const jobs = await app.database.query('SELECT id FROM jobs WHERE subject_id = $1', [company.id]);
      return (jobs as object[]).length === 0;
    });
    expect(await entries(company.id)).toEqual([]);
  });

  it('frees the VAT number for a new company', async () => {
    const { company } = await onboard(app, key);
    await remove(company.id);
    const again = await onboard(app, key, { vatNumber: company.vatNumber });
    expect(again.company.id).not.toBe(company.id);
    await waitUntilRegistered(app, key, again.company.id);
  });

  it('200 for the tenant key, which still reads', async () => {
    const { company, apiKey } = await onboard(app, key);
    expect((await remove(company.id, apiKey.key)).status).toBe(200);
    expect((await app.get(`/companies/${company.id}`, apiKey.key)).body.status).toBe('deregistered');
  });

  it('404 for one that is unknown, foreign, or another than the key acts for; it stays active', async () => {
    const { company } = await onboard(app, key);
    const stranger = (await secondOrganization(app)).platformKey;
    const other = (await onboard(app, key)).apiKey.key;
    for (const [id, as] of [
      ['comp_nobody', key],
      [company.id, stranger],
      [company.id, other],
    ] as const) {
      expect(refusal(await remove(id, as))).toEqual([404, 'COMPANY_NOT_FOUND']);
    }
    expect((await app.get(`/companies/${company.id}`, key)).body.status).toBe('active');
  });
});

describe('a directory that refuses the removal', () => {
  it('is asked again with growing waits, for days; the company shows why', async () => {
    const { company } = await onboard(app, key);
    await waitUntilRegistered(app, key, company.id);
    const refusing = new NetworkError('SMP_REFUSED', 'The SMP says no.', false);
    const unregister = jest.spyOn(app.app.get(ParticipantRegistry), 'unregister').mockRejectedValue(refusing);
    await remove(company.id);
    const waits: number[] = [];
    for (let at = 1; at <= 8; at++) {
      app.clock.advance({ minutes: waits.at(-1) ?? 0 });
      await eventually(`try ${at}`, () => unregister.mock.calls.length === at);
      const job = await eventually('it waits', async () => {
        const sql = 'SELECT run_at, attempt FROM jobs WHERE subject_id = $1 AND lease_until IS NULL';
        const [row] = await app.database.query(sql, [company.id]);
        return row?.run_at > app.clock.now() && (row as { run_at: Date; attempt: number });
      });
      expect(job.attempt).toBe(0);
      waits.push(Math.round((job.run_at.getTime() - app.clock.now().getTime()) / 60_000));
    }
    expect(waits).toEqual([1, 1, 2, 4, 8, 16, 32, 64]);
    const { body } = await app.get(`/companies/${company.id}`, key);
    expect(body.smp).toMatchObject({
      status: 'removing',
      errorCode: 'SMP_REFUSED',
      errorMessage: 'The SMP says no.',
    });
    unregister.mockRestore();
    app.clock.advance({ hours: 6 });
    await removed(company.id);
    expect(await entries(company.id)).toEqual([]);
    expect((await app.get(`/companies/${company.id}`, key)).body.smp.errorCode).toBeNull();
  });
});
