import { OutcomeCounts } from '../../../src/modules/platform-health/outcome-counts';
import { itAuthenticates } from '../../support/authentication';
import { emit, firstOrganizationId } from '../../support/events';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { magic } from '../../support/invoices';
import { scrape } from '../../support/metrics';
import { onboard, platformKey, secondOrganization } from '../../support/scenario';

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
const tenant = async ({ company }: Trader, query?: string) =>
  (await read(query)).tenants.data.find((one: any) => one.companyId === company.id);
const tenantWhen = (trader: Trader, sent: number, failed: number) =>
  eventually(`${sent} sent and ${failed} failed of ${trader.company.id}`, async () => {
    const found = await tenant(trader);
    return found?.documentsSent === sent && found.documentsFailed === failed && found;
  });
const send = (to: string, { apiKey }: Trader) => exchange.send(to, apiKey.key);
/** Outcomes as documents append them, without their documents. */
const outcomes = ({ company }: Trader, type: string, times: number, more: object = {}) =>
  emit(exchange.app, { organizationId, company: { id: company.id, metadata: {} }, type, documentId: 'doc_none', ...more, data: { documentId: 'doc_none', errorCode: 'RECIPIENT_UNREACHABLE', errorMessage: 'nobody' } }, times); // prettier-ignore

itAuthenticates(() => exchange.app, { method: 'GET', path: '/platform/health', caller: 'platform' });

describe('tenants', () => {
  it('counts what left and what failed, before and after it had, once each; with tenantId and the last failure', async () => {
    const trader = await exchange.onboard({ name: 'Initech', metadata: { tenantId: 't_initech' } });
    for (const to of [exchange.globex.company.peppolId, exchange.globex.company.peppolId])
      await send(to, trader);
    const { id } = await send(magic.unreachable, trader);
    await exchange.until(id, { status: 'failed' }, trader.apiKey.key);
    const first = await tenantWhen(trader, 2, 1);
    expect(first).toEqual({
      companyId: trader.company.id,
      tenantId: 't_initech',
      name: 'Initech',
      documentsSent: 2,
      documentsFailed: 1,
      failureRate: 0.3333,
      lastFailure: {
        code: 'RECIPIENT_UNREACHABLE',
        message: expect.any(String),
        documentId: id,
        at: expect.stringMatching(/Z$/),
      },
    });
    const rejected = await send(magic.rejecting, trader);
    await exchange.until(rejected.id, { status: 'failed' }, trader.apiKey.key);
    const then = await eventually('the second failure', async () => {
      const found = await tenant(trader);
      return found.documentsFailed === 2 && found;
    });
    expect(then.lastFailure.documentId).toBe(rejected.id);
    // Whether it failed before or after it had left, it is one of four.
    expect(then.failureRate).toBe(0.5);
    await exchange.app.post(`/documents/${id}/resend`, trader.apiKey.key, {});
    await eventually('the third failure', async () => (await tenant(trader)).documentsFailed === 3);
  });

  it('forgets what is older than 24 hours, and shows tenants only while they send', async () => {
    const trader = await exchange.onboard({ name: 'Umbrella' });
    await outcomes(trader, 'document.failed', 3);
    await tenantWhen(trader, 0, 3);
    exchange.app.clock.advance({ hours: 23, minutes: 30 });
    await outcomes(trader, 'document.sent', 1);
    expect((await tenantWhen(trader, 1, 3)).failureRate).toBe(0.75);
    exchange.app.clock.advance({ minutes: 46 });
    expect((await tenantWhen(trader, 1, 0)).lastFailure).toBeNull();
    exchange.app.clock.advance({ hours: 24 });
    await eventually('nothing of it', async () => !(await tenant(trader)));
  });

  it('lists the worst first, in pages that neither repeat nor skip one, from a rate on', async () => {
    const app = exchange.app;
    const key = await platformKey(app, { token: (await secondOrganization(app)).token });
    const traders: Trader[] = [];
    const own = async (sent: number, failed: number) => {
      const trader = await onboard(app, key);
      const [{ organization_id: id }] = await app.database.query(`SELECT organization_id FROM companies WHERE id = $1`, [trader.company.id]); // prettier-ignore
      traders.push(trader);
      await outcomes(trader, 'document.sent', sent, { organizationId: id });
      await outcomes(trader, 'document.failed', failed, { organizationId: id });
    };
    for (const [sent, failed] of [[10, 0], [9, 1], [8, 2], [4, 1], [0, 1], [0, 2], [10, 0]] as const) await own(sent, failed); // prettier-ignore
    await eventually('all counts', async () => {
      const { data } = (await read('', key)).tenants;
      return data.reduce((sum: number, one: any) => sum + one.documentsSent + one.documentsFailed, 0) === 48;
    });
    const walk = async (query: string) => {
      const found: any[] = [];
      for (let cursor: string | null = null; ;) {
        const { tenants } = await read(`?limit=2${query}${cursor ? `&cursor=${cursor}` : ''}`, key);
        found.push(...tenants.data);
        if (!tenants.hasMore) return found;
        cursor = tenants.nextCursor;
      }
    };
    const ids = (list: any[]) => list.map(({ companyId }) => traders.findIndex(({ company }) => company.id === companyId)); // prettier-ignore
    expect(ids(await walk(''))).toEqual([5, 4, 2, 3, 1, 6, 0]);
    expect(ids(await walk('&minimumFailureRate=0.2'))).toEqual([5, 4, 2, 3]);
    expect(ids(await walk('&minimumFailureRate=1'))).toEqual([5, 4]);
    expect((await read()).tenants.data.some((one: any) => traders.some(({ company }) => company.id === one.companyId))).toBe(false); // prettier-ignore
  });

  it('keeps test and live apart', async () => {
    const live = await platformKey(exchange.app, { mode: 'live' });
    expect((await read('', live)).tenants.data).toEqual([]);
  });

  it('counts each outcome once, whoever counts and however often, and nothing of what is rolled back', async () => {
    const trader = await exchange.onboard({ name: 'Hooli' });
    const counts = exchange.app.app.get(OutcomeCounts);
    for (let round = 0; round < 4; round++) {
      await outcomes(trader, 'document.sent', 5);
      await Promise.all(Array.from({ length: 4 }, () => counts.count()));
    }
    await tenantWhen(trader, 20, 0);
    const database = exchange.app.database;
    await database.query(
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'down'; END $$`,
    );
    await database.query(`CREATE TRIGGER fail BEFORE UPDATE ON outcome_progress EXECUTE FUNCTION fail()`);
    await outcomes(trader, 'document.sent', 5);
    await eventually('a round that fails', () => counts.count().then(() => false, ({ message }: Error) => message === 'down')); // prettier-ignore
    expect((await tenant(trader)).documentsSent).toBe(20);
    await database.query(`DROP FUNCTION fail CASCADE`);
    await tenantWhen(trader, 25, 0);
  });

  it('goes on after a restore into a cluster that counts its transactions anew', async () => {
    const trader = await exchange.onboard({ name: 'Wonka' });
    await exchange.app.database.query(`UPDATE outcome_progress SET transaction_id = '9000000000'`);
    await eventually('the new count', async () => {
      const [{ id }] = await exchange.app.database.query(`SELECT transaction_id::text AS id FROM outcome_progress`); // prettier-ignore
      return BigInt(id) < 9_000_000_000n;
    });
    await outcomes(trader, 'document.sent', 2);
    await tenantWhen(trader, 2, 0);
  });
});

describe('metrics', () => {
  it('tell how many tenants fail, not which', async () => {
    const trader = await exchange.onboard({ name: 'Soylent' });
    await outcomes(trader, 'document.sent', 9);
    await outcomes(trader, 'document.failed', 1);
    await tenantWhen(trader, 9, 1);
    exchange.app.clock.advance({ seconds: 31 });
    const samples = await scrape(exchange.app);
    expect(samples['tenants_sending{mode="test"}']).toBeGreaterThanOrEqual(1);
    expect(samples['tenants_failing{mode="test",rate="0.05"}']).toBeGreaterThanOrEqual(1);
    expect(samples['tenants_failing{mode="live",rate="0.2"}']).toBe(0);
    expect(samples['documents_24h{mode="test",outcome="sent"}']).toBeGreaterThanOrEqual(9);
    expect(Object.keys(samples).filter((name) => name.includes(trader.company.id))).toEqual([]);
  });
});
