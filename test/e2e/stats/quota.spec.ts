import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DocumentQuota } from '../../../src/core/quota/document-quota.port';
import { Plan, Plans, QuotaStanding } from '../../../src/modules/platform-usage';
import { HardLimits } from '../../../src/modules/platform-usage/quota/hard-limits';
import { QuotaWarnings } from '../../../src/modules/platform-usage/quota/quota-warnings';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { Answer } from '../../support/http';
import { magic, newNumber, sendBody } from '../../support/invoices';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

const command = join(__dirname, '../../../dist/commands/plan.js');
const echo = '0208:0123456789';
let exchange: Exchange;
let plans: Plans;

beforeAll(async () => {
  exchange = await Exchange.start();
  plans = new Plans(exchange.app.database);
});
afterAll(() => exchange.stop());

interface Scene {
  organizationId: string;
  token: string;
  key: string;
  trader: Trader;
}

let scenes = 0;

/** An organization of its own with that plan. */
async function planned(plan: Partial<Plan>): Promise<Scene> {
  const { organizationId, token, platformKey: key } = await secondOrganization(exchange.app);
  await give(organizationId, plan);
  return { organizationId, token, key, trader: await exchange.onboard({ name: 'Planned' }, key) };
}

async function give(organizationId: string, plan: Partial<Plan>): Promise<void> {
  const name = `plan-${++scenes}`;
  const whole = { name, documents: null, documentsPerCompany: null, hard: true, ...plan };
  await plans.set(whole, exchange.app.clock.now());
  await plans.assign(organizationId, name, exchange.app.clock.now());
  await exchange.app.app.get(HardLimits).read();
}

const send = ({ apiKey }: Trader, to: string = echo, headers?: Record<string, string>, document = {}) =>
  exchange.app.post('/documents/send', apiKey.key, sendBody({ to }, document), headers);

async function statuses(answers: Array<Promise<Answer>>): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of await Promise.all(answers)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

async function quotaOf({ apiKey }: Trader): Promise<any> {
  return (await exchange.app.get('/stats', apiKey.key)).body.quota;
}

const putQuota = ({ company }: Trader, body: object, key: string) =>
  exchange.app.exchange('PUT', `/platform/companies/${company.id}/quota`, { key, body });

describe('a hard plan', () => {
  it('crossed in parallel: as many as are left, not one more, and nothing is left of the others', async () => {
    const { organizationId, trader } = await planned({ documents: 15, documentsPerCompany: 20 });
    const other = await onboard(exchange.app, (await platformKeyOf(organizationId))!);
    expect(await statuses(times(5, () => send(trader)))).toEqual({ 202: 5 });
    const rush = times(50, () => [trader, other]).flat().map((each) => send(each, echo, { 'idempotency-key': newNumber() })); // prettier-ignore
    expect(await statuses(rush)).toEqual({ 202: 10, 429: 90 });
    const count = async (table: string, where = '') => {
      const sql = `SELECT count(*)::integer AS rows FROM ${table} WHERE organization_id = $1 ${where}`;
      return (await exchange.app.database.query(sql, [organizationId]))[0].rows;
    };
    expect(await count('documents', `AND direction = 'outgoing'`)).toBe(15);
    expect(await count('idempotency_records')).toBe(10);
  });

  it('429 QUOTA_EXCEEDED says how many there were and when the count starts anew', async () => {
    const { trader } = await planned({ documentsPerCompany: 1 });
    await send(trader);
    const answer = await send(trader);
    expect(refusal(answer)).toEqual([429, 'QUOTA_EXCEEDED']);
    const { message, limit, used, quota, resetsAt } = answer.body.error;
    const now = exchange.app.clock.now();
    expect(resetsAt).toBe(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString());
    expect([limit, used, quota]).toEqual([1, 1, 'company']);
    expect(message).toBe(
      `The 1 documents a month of the quota of this company are used up. The count starts anew at ${resetsAt}.`,
    );
    const wait = Number(answer.headers['retry-after']);
    expect(Math.abs(wait - (Date.parse(resetsAt as string) - now.getTime()) / 1_000)).toBeLessThan(10);
  });

  it('a replay is answered as at first and counts once; what was refused may be tried again', async () => {
    const { organizationId, trader } = await planned({ documents: 1 });
    const body = sendBody();
    const post = (key: string, what = body) =>
      exchange.app.post('/documents/send', trader.apiKey.key, what, { 'idempotency-key': key });
    const first = await post('first');
    const again = await post('first');
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([
      202,
      first.body,
      'true',
    ]);
    const later = sendBody();
    expect(refusal(await post('second', later))).toEqual([429, 'QUOTA_EXCEEDED']);
    expect((await post('first')).status).toBe(202);
    await give(organizationId, { documents: 2 });
    expect((await post('second', later)).status).toBe(202);
    expect((await quotaOf(trader)).used).toBe(2);
  });

  it('what is refused uses nothing', async () => {
    const { trader } = await planned({ documentsPerCompany: 2 });
    const number = newNumber();
    expect((await send(trader, echo, {}, { number })).status).toBe(202);
    expect(refusal(await send(trader, echo, {}, { number }))).toEqual([409, 'DUPLICATE_DOCUMENT']);
    expect((await send(trader, echo, {}, { issueDate: 'never' })).status).toBe(400);
    expect((await send(trader, echo, {}, { totals: { payable: '1.00' } })).status).toBeGreaterThanOrEqual(
      400,
    );
    expect(await quotaOf(trader)).toMatchObject({ used: 1, remaining: 1, percent: 50, hard: true });
    expect((await send(trader)).status).toBe(202);
  });

  it('what fails gives its place back, and takes one again when it is sent again', async () => {
    const { key, organizationId, trader } = await planned({ documents: 1, documentsPerCompany: 1 });
    const used = (count: number) =>
      eventually(`${count} to be used`, async () => (await quotaOf(trader)).used === count);
    const { body } = await send(trader, magic.unreachable);
    await used(0);
    expect((await send(trader)).status).toBe(202);
    const resend = () => exchange.app.post(`/documents/${body.id}/resend`, trader.apiKey.key);
    const refused = await resend();
    expect(refusal(refused)).toEqual([429, 'QUOTA_EXCEEDED']);
    expect(refused.body.error).toMatchObject({ limit: 1, used: 1 });
    expect((await exchange.document(body.id as string, trader.apiKey.key)).status).toBe('failed');
    await give(organizationId, { documents: 2 });
    expect((await resend()).status).toBe(202);
    await used(1);
    const { organizationQuota } = (await asPlatform(key, trader)).body;
    expect(organizationQuota).toMatchObject({ limit: 2, used: 1, remaining: 1, percent: 50 });
  });

  it('counts what was sent before it was given, and goes by a change', async () => {
    const { organizationId, trader } = await planned({ hard: false, documents: 1 });
    expect(await statuses(times(3, () => send(trader)))).toEqual({ 202: 3 });
    await give(organizationId, { documents: 4 });
    expect(await statuses(times(5, () => send(trader)))).toEqual({ 202: 1, 429: 4 });
    await give(organizationId, { documents: 2 });
    const { body } = await send(trader);
    expect(body.error).toMatchObject({ limit: 2, used: 4, quota: 'organization' });
    await plans.assign(organizationId, null, exchange.app.clock.now());
    await exchange.app.app.get(HardLimits).read();
    expect((await send(trader)).status).toBe(202);
  });

  it('counts test and live mode apart', async () => {
    const { token, trader } = await planned({ documents: 1 });
    expect(await statuses(times(2, () => send(trader)))).toEqual({ 202: 1, 429: 1 });
    const live = await platformKey(exchange.app, { mode: 'live', token });
    const liveTrader = await onboard(exchange.app, live, { vatNumber: 'FR40303265045' });
    const receiver = '9957:FR40303265045';
    expect(await statuses(times(2, () => send(liveTrader, receiver)))).toEqual({ 202: 1, 429: 1 });
  });

  it('costs those who have none not even a query', async () => {
    const { app } = exchange.app;
    const query = jest.spyOn(exchange.app.database, 'query');
    const transaction = jest.spyOn(exchange.app.database, 'transaction');
    const sender = { organizationId: 'org_without', livemode: false, companyId: exchange.acme.company.id };
    const places = app.get(DocumentQuota).places(sender);
    const asked = [query.mock.calls.length, transaction.mock.calls.length];
    jest.restoreAllMocks();
    expect([await places, asked]).toEqual([[], [0, 0]]);
  });
});

async function platformKeyOf(organizationId: string): Promise<string | undefined> {
  const [row] = await exchange.app.database.query(
    `SELECT users.email FROM memberships JOIN users ON users.id = user_id WHERE organization_id = $1`,
    [organizationId],
  );
  const token = await signIn(exchange.app, { email: row.email, password: 'another correct horse' });
  return platformKey(exchange.app, { token });
}

const asPlatform = (key: string, { company }: Trader) =>
  exchange.app.get('/stats', key, { 'X-Flowie-Company': company.id });

describe('PUT and DELETE /platform/companies/{id}/quota', () => {
  it("200: the smaller of the platform's own and the plan's counts", async () => {
    const { key, trader } = await planned({ documentsPerCompany: 3 });
    expect((await putQuota(trader, { documents: 2 }, key)).body).toEqual({ documents: 2, hard: true });
    expect(await statuses(times(4, () => send(trader)))).toEqual({ 202: 2, 429: 2 });
    expect(await quotaOf(trader)).toMatchObject({
      limit: 2,
      used: 2,
      remaining: 0,
      percent: 100,
      hard: true,
    });
    await putQuota(trader, { documents: 9 }, key);
    expect(await quotaOf(trader)).toMatchObject({ limit: 3, hard: true });
    expect(await statuses(times(4, () => send(trader)))).toEqual({ 202: 1, 429: 3 });
  });

  it('a soft one that is smaller does not lift the hard one of the plan', async () => {
    const { key, trader } = await planned({ documentsPerCompany: 2 });
    await putQuota(trader, { documents: 1, hard: false }, key);
    expect(await statuses(times(4, () => send(trader)))).toEqual({ 202: 2, 429: 2 });
    expect(await quotaOf(trader)).toMatchObject({
      limit: 1,
      used: 2,
      remaining: 0,
      percent: 200,
      hard: false,
    });
  });

  it('204: without it there is no limit', async () => {
    await putQuota(exchange.globex, { documents: 0 }, exchange.platform);
    expect(refusal(await send(exchange.globex))).toEqual([429, 'QUOTA_EXCEEDED']);
    const path = `/platform/companies/${exchange.globex.company.id}/quota`;
    for (const _time of [1, 2])
      expect((await exchange.app.exchange('DELETE', path, { key: exchange.platform })).status).toBe(204);
    await eventually('the limit to be gone', async () => (await send(exchange.globex)).status === 202);
    expect(await quotaOf(exchange.globex)).toMatchObject({
      plan: null,
      limit: null,
      remaining: null,
      percent: null,
    });
  });

  it.each([
    [{}, 'MISSING_FIELD', 'documents'],
    [{ documents: -1 }, 'INVALID_REQUEST', 'documents'],
    [{ documents: 1.5 }, 'INVALID_REQUEST', 'documents'],
    [{ documents: '5' }, 'INVALID_REQUEST', 'documents'],
    [{ documents: 5, hard: 'yes' }, 'INVALID_REQUEST', 'hard'],
    [{ documents: 5, plan: 'big' }, 'INVALID_REQUEST', 'plan'],
  ])('400 for %j', async (body, code, field) => {
    expect(refusal(await putQuota(exchange.acme, body, exchange.platform))).toEqual([400, code, field]);
  });

  it("404 for another organization's company; 403 for the company itself", async () => {
    const { platformKey: foreign } = await secondOrganization(exchange.app);
    expect(refusal(await putQuota(exchange.acme, { documents: 1 }, foreign))).toEqual([
      404,
      'COMPANY_NOT_FOUND',
    ]);
    const own = await putQuota(exchange.acme, { documents: 1 }, exchange.acme.apiKey.key);
    expect(refusal(own)).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect((await quotaOf(exchange.acme)).limit).toBeNull();
  });

  itAuthenticates(() => exchange.app, {
    method: 'PUT',
    path: '/platform/companies/x/quota',
    caller: 'platform',
  });
});

describe('warnings', () => {
  const warnAll = () => Promise.all(times(3, () => exchange.app.app.get(QuotaWarnings).warnAll()));
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
    const { organizationId, trader } = await planned({ documents: 5, hard: false });
    await statuses(times(3, () => send(trader)));
    await warnAll();
    expect(await eventsOf(organizationId)).toEqual([]);
    await send(trader);
    await warnAll();
    const near = { level: 80, companyId: null, limit: 5, used: 4, percent: 80, hard: false };
    expect(await eventsOf(organizationId)).toMatchObject([{ company_id: null, ...near }]);
    expect(await statuses(times(3, () => send(trader)))).toEqual({ 202: 3 });
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
    const { key, organizationId, trader } = await planned({ documents: 10 });
    await putQuota(trader, { documents: 9 }, key);
    await statuses(times(9, () => send(trader)));
    await warnAll();
    const companyId = trader.company.id;
    const events = await eventsOf(organizationId);
    expect(events.map(({ level, companyId }) => [level, companyId])).toEqual(expect.arrayContaining([[100, companyId], [80, null]])); // prettier-ignore
    expect(events).toHaveLength(2);
    const burn = await exchange.app.app.get(QuotaStanding).burn();
    expect(burn.filter((each) => each.organizationId === organizationId)).toEqual([
      { organizationId, livemode: false, companyId, percent: 100 },
      { organizationId, livemode: false, percent: 90 },
    ]);
  });

  it('starts anew with the month, as the count does', async () => {
    const { organizationId, trader } = await planned({ documentsPerCompany: 1 });
    expect(await statuses(times(2, () => send(trader)))).toEqual({ 202: 1, 429: 1 });
    await warnAll();
    const { resetsAt } = await quotaOf(trader);
    exchange.app.clock.advance({
      milliseconds: Date.parse(resetsAt as string) - exchange.app.clock.now().getTime(),
    });
    expect(await quotaOf(trader)).toMatchObject({ used: 0, percent: 0 });
    expect(await statuses(times(2, () => send(trader)))).toEqual({ 202: 1, 429: 1 });
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

  it('makes a plan, gives it to an organization, and takes it away', async () => {
    const { organizationId } = await secondOrganization(exchange.app);
    const made = await run('set', 'business', '--documents', '5000', '--per-company', '100', '--hard');
    expect(made).toMatchObject({
      code: 0,
      out: 'business: 5000 documents a month, 100 for each company (hard: more are refused)\n',
    });
    expect((await run('assign', organizationId, 'business')).out).toBe(
      `${organizationId} has the plan business.\n`,
    );
    const list = (await run('list')).out.split('\n').filter((line) => line.startsWith('business'));
    expect(list).toEqual([
      `business: 5000 documents a month, 100 for each company (hard: more are refused); ${organizationId}`,
    ]);
    expect((await run('remove', 'business')).complaint).toContain('organizations have the plan "business"');
    expect((await run('unassign', organizationId)).code).toBe(0);
    expect((await run('remove', 'business')).out).toBe('The plan business is gone.\n');
  });

  it.each([
    [[], 'say what to do: list, set, assign, unassign, remove'],
    [['assign', 'org_1'], 'assign takes 2 words after it, and got 1'],
    [['set', 'Big Plan'], 'the name "Big Plan" must have'],
    [['set', 'big', '--documents', '-5'], 'documents'],
    [['set', 'big', '--documents', 'many'], '--documents is "many" but must be a whole number'],
    [['assign', 'org_1', 'nowhere'], 'there is no plan "nowhere"'],
    [['unassign', 'org_nobody'], 'there is no organization "org_nobody"'],
    [['remove', 'nowhere'], 'there is no plan "nowhere"'],
  ])('says what is wrong with %j', async (given, complaint) => {
    const { code, complaint: said } = await run(...given);
    expect([code, said]).toEqual([1, expect.stringContaining(complaint)]);
  });
});
