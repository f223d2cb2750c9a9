import { DocumentQuota } from '../../../src/core/quota/document-quota.port';
import { Plans } from '../../../src/modules/platform-usage';
import { refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { echoRecipient as echo, magic, newNumber, sendBody } from '../../support/invoices';
import { QuotaScene } from '../../support/quota-scene';
import { onboard, platformKey } from '../../support/scenario';

let exchange: Exchange;
let scene: QuotaScene;

beforeAll(async () => {
  exchange = await Exchange.start();
  scene = new QuotaScene(exchange);
});
afterAll(() => exchange.stop());

const asPlatform = (key: string, { company }: Trader) =>
  exchange.app.get('/stats', key, { 'X-Flowie-Company': company.id });

describe('a hard plan', () => {
  it('crossed in parallel: as many as are left, not one more, and nothing is left of the others', async () => {
    const { organizationId, key, trader } = await scene.planned({ documents: 15, documentsPerCompany: 20 });
    const other = await onboard(exchange.app, key);
    expect(await scene.rush(5, trader)).toEqual({ 202: 5 });
    expect(await scene.rush(100, trader, other)).toEqual({ 202: 10, 429: 90 });
    const count = async (table: string, where = '') => {
      const sql = `SELECT count(*)::integer AS rows FROM ${table} WHERE organization_id = $1 ${where}`;
      return (await exchange.app.database.query(sql, [organizationId]))[0].rows;
    };
    expect(await count('documents', `AND direction = 'outgoing'`)).toBe(15);
    expect(await count('idempotency_records')).toBe(15);
  });

  it('429 QUOTA_EXCEEDED says how many there were and when the count starts anew', async () => {
    const { trader } = await scene.planned({ documentsPerCompany: 1 });
    await scene.send(trader);
    const answer = await scene.send(trader);
    expect(refusal(answer)).toEqual([429, 'QUOTA_EXCEEDED']);
    const { message, limit, used, quota, resetsAt } = answer.body.error;
    const now = exchange.app.clock.now();
    expect(resetsAt).toBe(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString());
    expect([limit, used, quota]).toEqual([1, 1, 'company']);
    expect(message).toBe(
      `The month's limit of 1, set by the quota of this company, is reached. The count starts anew at ${resetsAt}.`,
    );
    const wait = Number(answer.headers['retry-after']);
    expect(Math.abs(wait - (Date.parse(resetsAt as string) - now.getTime()) / 1_000)).toBeLessThan(10);
  });

  it('a replay is answered as at first and counts once; what was refused may be tried again', async () => {
    const { organizationId, trader } = await scene.planned({ documents: 1 });
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
    await scene.give(organizationId, { documents: 2 });
    expect((await post('second', later)).status).toBe(202);
    expect((await scene.quotaOf(trader)).used).toBe(2);
  });

  it('what is refused uses nothing', async () => {
    const { trader } = await scene.planned({ documentsPerCompany: 2 });
    const number = newNumber();
    expect((await scene.send(trader, echo, {}, { number })).status).toBe(202);
    expect(refusal(await scene.send(trader, echo, {}, { number }))).toEqual([409, 'DUPLICATE_DOCUMENT']);
    expect((await scene.send(trader, echo, {}, { issueDate: 'never' })).status).toBe(400);
    expect(
      (await scene.send(trader, echo, {}, { totals: { payable: '1.00' } })).status,
    ).toBeGreaterThanOrEqual(400);
    expect(await scene.quotaOf(trader)).toMatchObject({ used: 1, remaining: 1, percent: 50, hard: true });
    expect((await scene.send(trader)).status).toBe(202);
  });

  it('what fails gives its place back, and takes one again when it is sent again', async () => {
    const { key, organizationId, trader } = await scene.planned({ documents: 1, documentsPerCompany: 1 });
    const used = (count: number) =>
      eventually(`${count} to be used`, async () => (await scene.quotaOf(trader)).used === count);
    const { body } = await scene.send(trader, magic.unreachable);
    await used(0);
    expect((await scene.send(trader)).status).toBe(202);
    const resend = () => exchange.app.post(`/documents/${body.id}/resend`, trader.apiKey.key);
    const refused = await resend();
    expect(refusal(refused)).toEqual([429, 'QUOTA_EXCEEDED']);
    expect(refused.body.error).toMatchObject({ limit: 1, used: 1 });
    expect((await exchange.document(body.id as string, trader.apiKey.key)).status).toBe('failed');
    await scene.give(organizationId, { documents: 2 });
    expect((await resend()).status).toBe(202);
    await used(1);
    const { organizationQuota } = (await asPlatform(key, trader)).body;
    expect(organizationQuota).toMatchObject({ limit: 2, used: 1, remaining: 1, percent: 50 });
  });

  it('counts what was sent before it was given, and goes by a change', async () => {
    const { organizationId, trader } = await scene.planned({ hard: false, documents: 1 });
    expect(await scene.rush(3, trader)).toEqual({ 202: 3 });
    await scene.give(organizationId, { documents: 4 });
    expect(await scene.rush(5, trader)).toEqual({ 202: 1, 429: 4 });
    await scene.give(organizationId, { documents: 2 });
    const { body } = await scene.send(trader);
    expect(body.error).toMatchObject({ limit: 2, used: 4, quota: 'organization' });
    await new Plans(exchange.app.database, exchange.app.clock).assign(organizationId, null);
    await scene.readLimits();
    expect((await scene.send(trader)).status).toBe(202);
  });

  it('counts test and live mode apart', async () => {
    const { token, trader } = await scene.planned({ documents: 1 });
    expect(await scene.rush(2, trader)).toEqual({ 202: 1, 429: 1 });
    const live = await platformKey(exchange.app, { mode: 'live', token });
    const liveTrader = await onboard(exchange.app, live, { vatNumber: 'FR40303265045' });
    const receiver = '9957:FR40303265045';
    expect([
      (await scene.send(liveTrader, receiver)).status,
      (await scene.send(liveTrader, receiver)).status,
    ]).toEqual([202, 429]);
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
