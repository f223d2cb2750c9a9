import { QuotaStanding } from '../../../src/core/observability/quota-standing.port';
import { QuotaWarnings } from '../../../src/modules/platform-usage/quota/quota-warnings';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { QuotaScene } from '../../support/quota-scene';
import { secondOrganization } from '../../support/scenario';

let exchange: Exchange;
let scene: QuotaScene;

beforeAll(async () => {
  exchange = await Exchange.start();
  scene = new QuotaScene(exchange);
});
afterAll(() => exchange.stop());

describe('PUT and DELETE /platform/companies/{id}/quota', () => {
  it("200: the smaller of the platform's own and the plan's counts", async () => {
    const { key, trader } = await scene.planned({ documentsPerCompany: 3 });
    expect((await scene.putQuota(trader, { documents: 2 }, key)).body).toEqual({ documents: 2, hard: true });
    expect(await scene.rush(4, trader)).toEqual({ 202: 2, 429: 2 });
    expect(await scene.quotaOf(trader)).toMatchObject({
      limit: 2,
      used: 2,
      remaining: 0,
      percent: 100,
      hard: true,
    });
    await scene.putQuota(trader, { documents: 9 }, key);
    expect(await scene.quotaOf(trader)).toMatchObject({ limit: 3, hard: true });
    expect(await scene.rush(4, trader)).toEqual({ 202: 1, 429: 3 });
  });

  it('a soft one that is smaller does not lift the hard one of the plan', async () => {
    const { key, trader } = await scene.planned({ documentsPerCompany: 2 });
    await scene.putQuota(trader, { documents: 1, hard: false }, key);
    expect(await scene.rush(4, trader)).toEqual({ 202: 2, 429: 2 });
    expect(await scene.quotaOf(trader)).toMatchObject({
      limit: 1,
      used: 2,
      remaining: 0,
      percent: 200,
      hard: false,
    });
  });

  it('204: without it there is no limit', async () => {
    await scene.putQuota(exchange.globex, { documents: 0 }, exchange.platform);
    expect(refusal(await scene.send(exchange.globex))).toEqual([429, 'QUOTA_EXCEEDED']);
    const path = `/platform/companies/${exchange.globex.company.id}/quota`;
    for (const _time of [1, 2])
      expect((await exchange.app.exchange('DELETE', path, { key: exchange.platform })).status).toBe(204);
    await eventually('the limit to be gone', async () => (await scene.send(exchange.globex)).status === 202);
    expect(await scene.quotaOf(exchange.globex)).toMatchObject({
      plan: null,
      limit: null,
      remaining: null,
      percent: null,
    });
  });

  it('the log has what it was and what it is, and nothing of what changes nothing', async () => {
    const trader = await exchange.onboard({ name: 'Logged' });
    const path = `/platform/companies/${trader.company.id}/quota`;
    const lift = () => exchange.app.exchange('DELETE', path, { key: exchange.platform });
    await lift();
    for (const documents of [10, 20, 20]) await scene.putQuota(trader, { documents }, exchange.platform);
    await lift();
    await lift();
    const log = `/platform/audit?subject=${trader.company.id}&action=company_quota.*`;
    const { data } = (await exchange.app.get(log, exchange.platform)).body;
    expect(data.map(({ action, changes }: any) => [action, changes])).toEqual([
      ['company_quota.lifted', [{ field: 'documents', from: 20, to: null }, { field: 'hard', from: true, to: null }]],
      ['company_quota.set', [{ field: 'documents', from: 10, to: 20 }]],
      ['company_quota.set', [{ field: 'documents', to: 10 }, { field: 'hard', to: true }]],
    ]); // prettier-ignore
  });

  it.each([
    [{}, 'MISSING_FIELD', 'documents'],
    [{ documents: -1 }, 'INVALID_REQUEST', 'documents'],
    [{ documents: 1.5 }, 'INVALID_REQUEST', 'documents'],
    [{ documents: '5' }, 'INVALID_REQUEST', 'documents'],
    [{ documents: 5, hard: 'yes' }, 'INVALID_REQUEST', 'hard'],
    [{ documents: 5, plan: 'big' }, 'INVALID_REQUEST', 'plan'],
  ])('400 for %j', async (body, code, field) => {
    expect(refusal(await scene.putQuota(exchange.acme, body, exchange.platform))).toEqual([400, code, field]);
  });

  it("404 for another organization's company; 403 for the company itself", async () => {
    const { platformKey: foreign } = await secondOrganization(exchange.app);
    expect(refusal(await scene.putQuota(exchange.acme, { documents: 1 }, foreign))).toEqual([
      404,
      'COMPANY_NOT_FOUND',
    ]);
    const own = await scene.putQuota(exchange.acme, { documents: 1 }, exchange.acme.apiKey.key);
    expect(refusal(own)).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect((await scene.quotaOf(exchange.acme)).limit).toBeNull();
  });

  itAuthenticates(() => exchange.app, {
    method: 'PUT',
    path: '/platform/companies/x/quota',
    caller: 'platform',
  });
});

describe('warnings', () => {
  const warnAll = () => Promise.all([1, 2, 3].map(() => exchange.app.app.get(QuotaWarnings).warnAll()));
  const mailsOf = async (organizationId: string) =>
    exchange.app.database.query(`SELECT subject, text FROM mails WHERE organization_id = $1 ORDER BY id`, [
      organizationId,
    ]);
  const eventsOf = async (organizationId: string): Promise<any[]> => {
    const sql = `SELECT company_id, body FROM events WHERE organization_id = $1 AND type = 'quota.warning' ORDER BY id`;
    const rows = await exchange.app.database.query(sql, [organizationId]);
    return rows.map(({ company_id, body }: any) => ({ company_id, ...JSON.parse(body.toString()).data }));
  };

  it('a soft plan refuses nothing: an event and a mail at 80 percent and at the limit, once each', async () => {
    const { organizationId, trader } = await scene.planned({ documents: 5, hard: false });
    await scene.rush(3, trader);
    await warnAll();
    expect(await eventsOf(organizationId)).toEqual([]);
    await scene.send(trader);
    await warnAll();
    const near = { level: 80, companyId: null, limit: 5, used: 4, percent: 80, hard: false };
    expect(await eventsOf(organizationId)).toMatchObject([{ company_id: null, ...near }]);
    expect(await scene.rush(3, trader)).toEqual({ 202: 3 });
    await warnAll();
    await warnAll();
    expect(await eventsOf(organizationId)).toMatchObject([near, { level: 100, used: 7, percent: 140 }]);
    const [first, second, ...more] = await mailsOf(organizationId);
    expect([first.subject, second.subject, more]).toEqual(["80 % of this month's documents are used", "This month's documents are used up", []]); // prettier-ignore
    expect(first.text).toMatch(
      /^Your organization has used 4 of 5 documents of this month \(test mode, plan plan-\d+\)\.\n/,
    );
    expect(second.text).toContain('Documents beyond the limit are sent all the same.');
  });

  it('who gets to the limit at once is told of that alone, and by company; QuotaStanding lists both', async () => {
    const { key, organizationId, trader } = await scene.planned({ documents: 10 });
    await scene.putQuota(trader, { documents: 9 }, key);
    await scene.rush(9, trader);
    await warnAll();
    const companyId = trader.company.id;
    const events = await eventsOf(organizationId);
    expect(events.map(({ level, companyId }) => [level, companyId])).toEqual(expect.arrayContaining([[100, companyId], [80, null]])); // prettier-ignore
    expect(events).toHaveLength(2);
    const burn = await exchange.app.app.get(QuotaStanding).burn({ organizationId, livemode: false });
    expect(burn).toEqual([
      { organizationId, livemode: false, companyId, percent: 100 },
      { organizationId, livemode: false, percent: 90 },
    ]);
  });

  it('a limit that is raised is warned of anew, once; one that is lowered again is known', async () => {
    const { organizationId, trader } = await scene.planned({ documents: 5, hard: false });
    const told = async () => (await eventsOf(organizationId)).map(({ level, limit }) => [level, limit]);
    const after = async (limit: number, documents: number) => {
      await scene.give(organizationId, { documents: limit, hard: false });
      await scene.rush(documents, trader);
      await warnAll();
      await warnAll();
      return told();
    };
    expect(await after(5, 5)).toEqual([[100, 5]]);
    expect(await after(10, 2)).toEqual([[100, 5]]);
    expect(await after(10, 1)).toEqual([[100, 5], [80, 10]]); // prettier-ignore
    expect(await after(8, 0)).toEqual([[100, 5], [80, 10], [100, 8]]); // prettier-ignore
    const all = [[100, 5], [80, 10], [100, 8], [100, 10]]; // prettier-ignore
    expect(await after(10, 2)).toEqual(all);
    for (const limit of [5, 8, 10]) expect(await after(limit, 0)).toEqual(all);
    expect(await mailsOf(organizationId)).toHaveLength(4);
  });

  it('starts anew with the month, as the count does', async () => {
    const { organizationId, trader } = await scene.planned({ documentsPerCompany: 1 });
    expect(await scene.rush(2, trader)).toEqual({ 202: 1, 429: 1 });
    await warnAll();
    await eventually('the hand-off, which would count for the month that it is in', async () => {
      const { body } = await exchange.app.get('/documents?status=queued', trader.apiKey.key);
      return body.data.length === 0;
    });
    const { resetsAt } = await scene.quotaOf(trader);
    exchange.app.clock.advance({
      milliseconds: Date.parse(resetsAt as string) - exchange.app.clock.now().getTime(),
    });
    expect(await scene.quotaOf(trader)).toMatchObject({ used: 0, percent: 0 });
    expect(await scene.rush(2, trader)).toEqual({ 202: 1, 429: 1 });
    await warnAll();
    expect((await eventsOf(organizationId)).map(({ level }) => level)).toEqual([100, 100]);
  });
});
