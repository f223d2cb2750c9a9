import { QuotaStanding } from '../../../src/core/observability/quota-standing.port';
import { refusal } from '../../support/authentication';
import { emit, firstOrganizationId } from '../../support/events';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { magic } from '../../support/invoices';
import { scrape } from '../../support/metrics';
import { onboard } from '../../support/scenario';

let exchange: Exchange;
let organizationId: string;

beforeAll(async () => {
  exchange = await Exchange.start();
  organizationId = await firstOrganizationId(exchange.app);
});
afterAll(() => exchange.stop());

const read = async (query = '', key = exchange.platform) => {
  const answer = await exchange.app.get(`/platform/health${query}`, key);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};

describe('GET /platform/health, beside the tenants', () => {
  it('counts failed reports by country, within 24 hours and since a date', async () => {
    const italian = await onboard(exchange.app, exchange.platform, { vatNumber: 'IT12345678901' });
    const failed = (trader: Trader, reportedTo: string, times: number) =>
      emit(exchange.app, { organizationId, company: { id: trader.company.id, metadata: {} }, type: 'compliance.reported.failed', data: { reportedTo } }, times); // prettier-ignore
    await failed(exchange.acme, 'PPF', 2);
    const later = new Date(exchange.app.clock.now().getTime() + 12 * 3_600_000);
    exchange.app.clock.advance({ hours: 25 });
    await failed(exchange.acme, 'PPF', 1);
    await failed(italian, 'SDI', 3);
    const of = async (query: string) =>
      (await read(query)).compliance.map((one: any) => [one.country, one.authority, one.failedLast24Hours, one.failedSince]); // prettier-ignore
    expect(await of('')).toEqual([['IT', 'SDI', 3, 3], ['FR', 'PPF', 1, 1]]); // prettier-ignore
    for (const since of ['2026-01-01', '1900-01-01', '0001-01-01'])
      expect(await of(`?complianceSince=${since}`)).toEqual([['FR', 'PPF', 1, 3], ['IT', 'SDI', 3, 3]]); // prettier-ignore
    expect(await of(`?complianceSince=${later.toISOString()}`)).toEqual([['IT', 'SDI', 3, 3], ['FR', 'PPF', 1, 1]]); // prettier-ignore
    exchange.app.clock.advance({ seconds: 31 });
    expect(await scrape(exchange.app)).toMatchObject({
      'compliance_failures_24h{mode="test",country="FR",authority="PPF"}': 1,
      'compliance_failures_24h{mode="test",country="IT",authority="SDI"}': 3,
    });
  });

  it('lists webhooks that fail or are paused, with the last error and what waits, and none that are well', async () => {
    const { app, platform } = exchange;
    const open = async (path: string) => (await app.post('/webhooks', platform, { url: `http://127.0.0.1:9/${path}`, events: ['webhook.test'] })).body.id as string; // prettier-ignore
    const [failing, paused, well, disabled] = [
      await open('a'),
      await open('b'),
      await open('c'),
      await open('d'),
    ];
    await app.database.query(`UPDATE webhooks SET status = 'paused', failure_count = 8, paused_reason = 'It answered with 503.' WHERE id = $1`, [paused]); // prettier-ignore
    await app.database.query(`UPDATE webhooks SET status = 'disabled', failure_count = 8 WHERE id = $1`, [disabled]); // prettier-ignore
    await emit(app, { organizationId, type: 'webhook.test', data: {} }, 2);
    const hook = (id: string) => eventually(`webhook ${id}`, async () => {
      const found = (await read()).webhooks.data.find((one: any) => one.id === id);
      return found?.failureCount > 0 && found.lastError && found;
    }); // prettier-ignore
    expect(await hook(failing)).toMatchObject({ companyId: null, status: 'active', url: 'http://127.0.0.1:9/a', lastError: expect.stringMatching(/refused/i) }); // prettier-ignore
    expect(await hook(paused)).toMatchObject({ status: 'paused', failureCount: 8, lastError: 'It answered with 503.', heldDeliveries: 2, oldestHeldAt: expect.any(String) }); // prettier-ignore
    const { total, data } = (await read()).webhooks;
    const listed = data.map(({ id }: { id: string }) => id);
    expect([total, listed[0]]).toEqual([data.length, paused]);
    expect(listed).not.toContain(disabled);
    await app.database.query(`UPDATE webhooks SET failure_count = 0 WHERE id = $1`, [well]);
    app.clock.advance({ seconds: 31 });
    expect(await scrape(app)).toMatchObject({ 'webhooks_unhealthy{mode="test",state="paused"}': 1 });
  });

  it('shows the circuit breakers as readiness does', async () => {
    const before = await read();
    expect(before.upstreams).toEqual({ status: 'up', circuits: expect.any(Object) });
    await exchange.send(magic.upstreamDown);
    await eventually('an open circuit', async () =>
      Object.values((await read()).upstreams.circuits).some((state) => state !== 'closed'),
    );
  });

  it.each([
    ['?minimumFailureRate=2', 'INVALID_REQUEST', 'minimumFailureRate'],
    ['?minimumFailureRate=5%25', 'INVALID_REQUEST', 'minimumFailureRate'],
    ['?complianceSince=yesterday', 'INVALID_DATE', 'complianceSince'],
    ['?limit=101', 'INVALID_REQUEST', 'limit'],
    ['?since=2026-01-01', 'INVALID_REQUEST', 'since'],
  ])('400 for %s', async (query, code, field) => {
    expect(refusal(await exchange.app.get(`/platform/health${query}`, exchange.platform))).toEqual([400, code, field]); // prettier-ignore
  });

  it('400 INVALID_CURSOR for one of another list', async () => {
    const cursor = Buffer.from('["comp_1"]').toString('base64url');
    expect(refusal(await exchange.app.get(`/platform/health?cursor=${cursor}`, exchange.platform))).toEqual([400, 'INVALID_CURSOR']); // prettier-ignore
  });
});

describe('GET /platform/health, quotas', () => {
  it("are those of the one who counts, of the caller's organization and mode", async () => {
    const burn = (companyId: string | undefined, percent: number, livemode = false, owner = organizationId) => ({ organizationId: owner, livemode, companyId, percent }); // prettier-ignore
    const all = [burn(undefined, 100), burn('comp_1', 84), burn('comp_2', 90, true), burn('comp_3', 99, false, 'org_other')]; // prettier-ignore
    const burnOf: QuotaStanding['burn'] = (of) =>
      Promise.resolve(
        all.filter((each) => each.organizationId === of.organizationId && each.livemode === of.livemode),
      );
    const asked = jest.spyOn(exchange.app.app.get(QuotaStanding), 'burn').mockImplementation(burnOf);
    expect((await read()).quotas).toEqual([
      { companyId: null, percent: 100 },
      { companyId: 'comp_1', percent: 84 },
    ]);
    asked.mockRestore();
    expect((await read()).quotas).toEqual([]);
  });

  it('are counted for metrics by mode, however many of the other mode are worse', async () => {
    const { app, acme } = exchange;
    app.clock.advance({ seconds: 31 });
    const month = `${app.clock.now().toISOString().slice(0, 7)}-01`;
    const burning = (livemode: boolean, companies: number, sent: number) =>
      app.database.query(
        `WITH copies AS (
           INSERT INTO companies SELECT (jsonb_populate_record(original, jsonb_build_object(
             'id', 'comp_' || $2::boolean || n, 'livemode', $2, 'status', 'deregistered'))).*
           FROM companies AS original, generate_series(1, $3::integer) AS n WHERE original.id = $1 RETURNING id, organization_id, livemode
         ), quotas AS (
           INSERT INTO company_quotas SELECT id, organization_id, livemode, 10, false, now() FROM copies
         )
         INSERT INTO usage_months SELECT organization_id, livemode, $4, id, $5, 0, 0, 0 FROM copies`,
        [acme.company.id, livemode, companies, month, sent],
      );
    await burning(false, 120, 11);
    await burning(true, 2, 8);
    expect(await scrape(app)).toMatchObject({
      'quotas_burnt{mode="test",percent="80"}': 120,
      'quotas_burnt{mode="test",percent="100"}': 120,
      'quotas_burnt{mode="live",percent="80"}': 2,
      'quotas_burnt{mode="live",percent="100"}': 0,
    });
    expect((await read()).quotas).toHaveLength(100);
  });
});
