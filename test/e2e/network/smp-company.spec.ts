import { ParticipantRegistry, Registration } from '../../../src/network/participant-registry.port';
import { TestApp } from '../../support/app';
import { DnsServer } from '../../support/dns-server';
import { eventually } from '../../support/eventually';
import { call } from '../../support/http';
import { OwnSmp, smpPath } from '../../support/own-smp';
import { onboard, platformKey, waitUntilRegistered } from '../../support/scenario';

const vatNumber = 'FR86797978996';
const ids = ['0225:797978996', '0002:797978996', '9957:fr86797978996'];
let sml: DnsServer;
let app: TestApp;
let key: string;

beforeAll(async () => {
  sml = await DnsServer.start();
  app = await TestApp.start({
    ...sml.settings,
    ...new OwnSmp().settings,
    PARTICIPANT_REGISTRIES: 'test=own-smp, live=own-smp',
    PARTICIPANT_DIRECTORIES: 'test=sandbox, live=sml',
  });
  key = await platformKey(app, { mode: 'live' });
});
afterAll(async () => {
  await app.stop();
  await sml.stop();
});

const statuses = () =>
  Promise.all(ids.map(async (id) => (await call('GET', `${app.url}/smp${smpPath(id)}`)).status));

describe('a company whose registry is our own SMP', () => {
  it('is found by all of its ids from its registration to its end', async () => {
    expect(await statuses()).toEqual([404, 404, 404]);
    const { company } = await onboard(app, key, { vatNumber });
    await waitUntilRegistered(app, key, company.id);
    expect(await statuses()).toEqual([200, 200, 200]);
    const verify = async () =>
      (await app.post('/directory/verify', key, { peppolId: company.peppolId })).body;
    sml.register(company.peppolId, `${app.url}/smp`);
    expect(await verify()).toMatchObject({ registered: true, source: 'sml' });
    await app.exchange('DELETE', `/companies/${company.id}`, { key });
    await eventually('it is gone', async () => (await statuses()).every((status) => status === 404));
    expect(await verify()).toMatchObject({ registered: false, documentTypes: [] });
    sml.unregister(company.peppolId);
  });

  it('is not registered while another provider holds one of its ids', async () => {
    sml.register(ids[1]!, 'https://smp.other-provider.test');
    const { company } = await onboard(app, key, { vatNumber });
    const status = async () =>
      (await app.database.query('SELECT smp_status FROM companies WHERE id = $1', [company.id]))[0].smp_status; // prettier-ignore
    await eventually('its registration has failed', async () => (await status()) === 'failed');
    expect(await statuses()).toEqual([404, 404, 404]);
    sml.unregister(ids[1]!);
  });

  it('shares its id with others in test mode, until the last one leaves', async () => {
    const registry = app.app.get(ParticipantRegistry);
    const tester = (companyId: string): Registration => ({
      companyId,
      organizationId: 'org_testers',
      livemode: false,
      name: 'ACME',
      country: 'FR',
      participantIds: ids,
    });
    for (const companyId of ['comp_a', 'comp_b']) await registry.register(tester(companyId));
    await registry.unregister(tester('comp_a'));
    expect(await statuses()).toEqual([200, 200, 200]);
    await registry.unregister(tester('comp_b'));
    expect(await statuses()).toEqual([404, 404, 404]);
  });
});
