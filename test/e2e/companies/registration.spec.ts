import { CompaniesService } from '../../../src/modules/companies';
import { NetworkError } from '../../../src/network/network-error.port';
import { ParticipantRegistry } from '../../../src/network/participant-registry.port';
import { TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { onboard, platformKey, secondOrganization, waitUntilRegistered } from '../../support/scenario';

let app: TestApp;
let key: string;
let register: jest.SpyInstance;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
  register = jest.spyOn(app.app.get(ParticipantRegistry), 'register');
});
afterEach(() => register.mockReset());
afterAll(() => app.stop());

const state = async (id: string) => {
  const [row] = await app.database.query(
    'SELECT smp_status, smp_registered_at FROM companies WHERE id = $1',
    [id],
  );
  return row as { smp_status: string; smp_registered_at: Date | null };
};
const events = async (as: string, companyId: string) => {
  const { body } = await app.get('/platform/events', as);
  return body.data.filter(
    ({ data }: { data: { companyId: string } }) => data.companyId === companyId,
  ) as object[];
};

describe('the registration of a company', () => {
  it('ends with company.smp_registered, once, with the metadata', async () => {
    register.mockRestore();
    const metadata = { tenantId: 't_event' };
    const { company } = await onboard(app, key, { metadata });
    await waitUntilRegistered(app, key, company.id);
    const seen = await eventually('its event is in the feed', async () => {
      const feed = await events(key, company.id);
      return feed.length > 0 && feed;
    });
    expect(seen).toEqual([
      expect.objectContaining({
        type: 'company.smp_registered',
        livemode: false,
        data: { companyId: company.id, peppolId: company.peppolId, company: { id: company.id, metadata } },
      }),
    ]);
    expect((await state(company.id)).smp_registered_at).toBeInstanceOf(Date);
    register = jest.spyOn(app.app.get(ParticipantRegistry), 'register');
  });

  it('is tried again while the directory does not answer', async () => {
    register.mockRejectedValueOnce(new NetworkError('UPSTREAM_UNAVAILABLE', 'not now', true));
    register.mockResolvedValue(undefined);
    const { company } = await onboard(app, key);
    await eventually('the first try', () => register.mock.calls.length === 1);
    await eventually('it waits', async () => {
      const [job] = await app.database.query('SELECT last_error FROM jobs WHERE subject_id = $1', [
        company.id,
      ]);
      return job.last_error === 'not now';
    });
    expect((await state(company.id)).smp_status).toBe('pending');
    app.clock.advance({ seconds: 6 });
    await waitUntilRegistered(app, key, company.id);
  });

  it('fails at once when the directory refuses for good', async () => {
    register.mockRejectedValue(new NetworkError('REFUSED', 'never', false));
    const { company } = await onboard(app, key);
    await eventually('it has failed', async () => (await state(company.id)).smp_status === 'failed');
    expect(register).toHaveBeenCalledTimes(1);
    expect(await events(key, company.id)).toEqual([]);
    expect((await app.get(`/companies/${company.id}`, key)).body.smpRegistered).toBe(false);
  });

  it('fails after ten tries', async () => {
    register.mockRejectedValue(new NetworkError('UPSTREAM_UNAVAILABLE', 'not now', true));
    const { company } = await onboard(app, key);
    for (let attempt = 1; attempt <= 10; attempt++) {
      await eventually(`try ${attempt}`, () => register.mock.calls.length === attempt);
      await eventually('its record', async () => {
        const [job] = await app.database.query('SELECT lease_until FROM jobs WHERE subject_id = $1', [
          company.id,
        ]);
        return !job || job.lease_until === null;
      });
      app.clock.advance({ hours: 1 });
    }
    key = await platformKey(app);
    await eventually('it has failed', async () => (await state(company.id)).smp_status === 'failed');
  });

  it('fails in live mode, where no directory is configured', async () => {
    register.mockRestore();
    const live = await platformKey(app, { mode: 'live' });
    const { company } = await onboard(app, live, { vatNumber: 'FR86797978996' });
    await eventually('it has failed', async () => (await state(company.id)).smp_status === 'failed');
  });
});

describe('CompaniesService.findByParticipant', () => {
  it('finds the oldest active company by any id in any spelling', async () => {
    const service = app.app.get(CompaniesService);
    const wish = { vatNumber: 'DE811907980' };
    const first = (await onboard(app, key, wish)).company;
    const second = (await onboard(app, (await secondOrganization(app)).platformKey, wish)).company;
    const find = async (id: string, livemode = false) => (await service.findByParticipant(livemode, id))?.id;
    expect(await find('9930:de811907980')).toBe(first.id);
    await app.exchange('DELETE', `/companies/${first.id}`, { key });
    expect(await find('9930:DE811907980')).toBe(second.id);
    expect(await find('9930:DE811907980', true)).toBeUndefined();
    expect(await find('9930:DE000000000')).toBeUndefined();
  });
});
