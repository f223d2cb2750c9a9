import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { QuotaStanding } from '../../../src/core/observability/quota-standing.port';
import { Plans } from '../../../src/modules/platform-usage';
import { QuotaWarnings } from '../../../src/modules/platform-usage/quota/quota-warnings';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { QuotaScene } from '../../support/quota-scene';
import { secondOrganization } from '../../support/scenario';

const command = join(__dirname, '../../../dist/commands/plan.js');
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

  it('starts anew with the month, as the count does', async () => {
    const { organizationId, trader } = await scene.planned({ documentsPerCompany: 1 });
    expect(await scene.rush(2, trader)).toEqual({ 202: 1, 429: 1 });
    await warnAll();
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

describe('npm run plan', () => {
  function run(...given: string[]): Promise<{ code: number; out: string; complaint: string }> {
    const env = { ...process.env, DATABASE_URL: exchange.app.databaseUrl };
    return new Promise((resolve) => {
      execFile(process.execPath, [command, ...given], { env }, (error, out, complaint) =>
        resolve({ code: error ? Number(error.code) : 0, out, complaint }),
      );
    });
  }

  it('makes a plan and gives it to an organization', async () => {
    const { organizationId } = await secondOrganization(exchange.app);
    const made = await run('set', 'business', '--documents', '5000', '--per-company', '100', '--hard');
    const business = 'business: 5000 documents a month, 100 for each company (hard: more are refused)';
    expect(made).toMatchObject({ code: 0, out: `${business}\n` });
    const plans = new Plans(exchange.app.database, exchange.app.clock);
    await plans.assign(organizationId, 'business');
    expect((await run('list')).out.split('\n')).toContain(`${business}; ${organizationId}`);
    await expect(plans.remove('business')).rejects.toThrow('organizations have the plan "business"');
    await plans.assign(organizationId, null);
    await plans.remove('business');
    await expect(plans.remove('business')).rejects.toThrow('there is no plan "business"');
  });

  it('tells the organizations in their logs, with what the plan comes to', async () => {
    const { organizationId, platformKey: key } = await secondOrganization(exchange.app);
    const stranger = await secondOrganization(exchange.app);
    const plans = new Plans(exchange.app.database, exchange.app.clock);
    const setSmall = (documents: number) =>
      plans.set({ name: 'small', documents, documentsPerCompany: null, hard: false });
    await setSmall(50);
    for (const _time of [1, 2]) await plans.assign(organizationId, 'small');
    for (const documents of [60, 60]) await setSmall(documents);
    await plans.set({ name: 'large', documents: 1000, documentsPerCompany: null, hard: true });
    await plans.assign(organizationId, 'large');
    expect(await run('unassign', organizationId)).toMatchObject({ code: 0 });
    const { data } = (await exchange.app.get('/platform/audit?action=plan.*', key)).body;
    expect(data.map(({ action, changes }: any) => [action, changes])).toEqual([
      ['plan.unassigned', [{ field: 'plan', from: 'large', to: null }, { field: 'documents', from: 1000, to: null }, { field: 'hard', from: true, to: null }]],
      ['plan.assigned', [{ field: 'plan', from: 'small', to: 'large' }, { field: 'documents', from: 60, to: 1000 }, { field: 'hard', from: false, to: true }]],
      ['plan.changed', [{ field: 'documents', from: 50, to: 60 }]],
      ['plan.assigned', [{ field: 'plan', from: null, to: 'small' }, { field: 'documents', from: null, to: 50 }, { field: 'hard', from: null, to: false }]],
    ]); // prettier-ignore
    expect(data[0]).toMatchObject({
      subject: { type: 'organization', id: organizationId },
      livemode: null,
      actor: { kind: 'operator', id: 'npm run plan', name: userInfo().username },
    });
    expect((await exchange.app.get('/platform/audit?action=plan.*', stranger.platformKey)).body.data).toEqual(
      [],
    );
  });

  it.each([
    [[], 'say what to do: list, set, assign, unassign, remove'],
    [['assign', 'org_1'], 'assign takes 2 words after it, and got 1'],
    [['set', 'Big Plan'], 'the name "Big Plan" must have'],
    [['set', 'big', '--documents', 'many'], '--documents is "many" but must be a whole number'],
    [['unassign', 'org_nobody'], 'there is no organization "org_nobody"'],
  ])('says what is wrong with %j', async (given, complaint) => {
    const { code, complaint: said } = await run(...given);
    expect([code, said]).toEqual([1, expect.stringContaining(complaint)]);
  });
});
