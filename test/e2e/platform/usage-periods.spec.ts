import { RollUp } from '../../../src/modules/platform-usage/counting/roll-up';
import { RollUpRepository } from '../../../src/modules/platform-usage/counting/roll-up.repository';
import { Transactions } from '../../../src/core/database/transaction';
import { refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { onboard } from '../../support/scenario';

let exchange: Exchange;
let rollUp: RollUp;

beforeAll(async () => {
  exchange = await Exchange.start();
  rollUp = exchange.app.app.get(RollUp);
});
afterAll(() => exchange.stop());

const read = (query = '') => exchange.app.get(`/platform/usage${query}`, exchange.platform);

async function usageOf({ company }: Pick<Trader, 'company'>, query = 'period=month'): Promise<any> {
  const { body } = await read(`?${query}&groupBy=company&include=corrections`);
  return body.byCompany.find(({ companyId }: { companyId: string }) => companyId === company.id);
}

/** So many days from now, as the API writes them. */
const day = (days: number) =>
  new Date(exchange.app.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

const newTrader = (tenantId: string) => onboard(exchange.app, exchange.platform, { metadata: { tenantId } });

describe('periods', () => {
  const add = (companyId: string, onDay: string, times: number) =>
    exchange.app.database.query(
      `INSERT INTO usage_records (organization_id, livemode, company_id, day, kind, event_id)
       SELECT organization_id, livemode, id, $2::date, 'sent', 'evt_' || $2::date || '_' || number FROM companies, generate_series(1, $3) AS number WHERE id = $1`,
      [companyId, onDay, times],
    );

  it('count the same by records, by days and by months: every cut of three months', async () => {
    const trader = await newTrader('t_periods');
    const days = ['2025-01-31', '2025-02-01', '2025-02-28', '2025-03-01', '2025-03-31', '2025-04-01'];
    for (const [index, each] of days.entries()) await add(trader.company.id, each, 10 ** index);
    const expected = (start: string, end: string) =>
      days.reduce((sum, each, index) => (each >= start && each <= end ? sum + 10 ** index : sum), 0);
    const check = async () => {
      for (const [start, end] of days.flatMap((from) => days.map((to) => [from, to] as const))) {
        if (start > end) continue;
        const { body } = await read(`?start=${start}&end=${end}&companyId=${trader.company.id}`);
        expect([start, end, body.total.documentsSent]).toEqual([start, end, expected(start, end)]);
      }
    };
    await check();
    await rollUp.foldAll(50_000);
    await check();
  });

  it('list a company that has left for as long as it was there or has usage, and none that came later', async () => {
    const trader = await newTrader('t_left');
    await add(trader.company.id, '2025-06-15', 3);
    await exchange.app.exchange('DELETE', `/companies/${trader.company.id}`, { key: exchange.platform });
    expect(await usageOf(trader)).toMatchObject({ tenantId: 't_left', sent: 0 });
    expect(await usageOf(trader, 'start=2025-06-01&end=2025-06-30')).toMatchObject({ sent: 3 });
    expect(await usageOf(trader, 'start=2025-07-01&end=2025-07-31')).toBeUndefined();
    expect(await usageOf(trader, `start=${day(40)}&end=${day(40)}`)).toBeUndefined();
    expect(await usageOf(exchange.acme, `start=${day(40)}&end=${day(40)}`)).toMatchObject({ sent: 0 });
    expect(await usageOf(exchange.acme, 'start=2025-06-01&end=2025-06-30')).toBeUndefined();
  });

  it.each(['day', 'week', 'month', 'year'])('the running %s holds today', async (period) => {
    const { body } = await read(`?period=${period}`);
    expect(body.period.start <= day(0) && day(0) <= body.period.end).toBe(true);
  });

  it.each([
    ['?period=fortnight', 'INVALID_ENUM', 'period'],
    ['?period=2026-04', 'INVALID_ENUM', 'period'],
    ['?start=2026-04-01', 'MISSING_FIELD', 'end'],
    ['?end=2026-04-30', 'MISSING_FIELD', 'start'],
    ['?start=2026-04-31&end=2026-05-01', 'INVALID_DATE', 'start'],
    ['?start=yesterday&end=2026-05-01', 'INVALID_DATE', 'start'],
    ['?start=2026-05-02&end=2026-05-01', 'INVALID_DATE', 'start'],
    ['?start=0000-01-01&end=2026-05-01', 'INVALID_DATE', 'start'],
    ['?start=2026-05-01&end=9999-12-31', 'INVALID_DATE', 'end'],
    ['?period=month&start=2026-05-01&end=2026-05-01', 'INVALID_REQUEST', 'period'],
    ['?groupBy=country', 'INVALID_ENUM', 'groupBy'],
    ['?include=everything', 'INVALID_ENUM', 'include'],
    ['?month=2026-04', 'INVALID_REQUEST', 'month'],
  ])('400 for %s', async (query, code, field) => {
    const answer = await read(query);
    expect(refusal(answer)).toEqual([400, code, field]);
  });
});

describe('the roll-up', () => {
  const fill = async (trader: Pick<Trader, 'company'>, count: number) =>
    exchange.app.database.query(
      `INSERT INTO usage_records (organization_id, livemode, company_id, day, kind, event_id)
       SELECT organization_id, livemode, id, date '2025-09-01' + number % 60, (ARRAY['sent', 'received', 'compliance_report'])[1 + number % 3], 'evt_' || gen_random_uuid()
       FROM companies, generate_series(1, $2) AS number WHERE id = $1`,
      [trader.company.id, count],
    );
  const autumn = 'start=2025-09-01&end=2025-10-31';
  const whole = { sent: 1_000, received: 1_000, complianceReports: 1_000 };

  it('by several at once, with readers and writers beside them: nothing lost, nothing twice', async () => {
    const trader = await newTrader('t_folded');
    await fill(trader, 3_000);
    let folding = true;
    const read = async () => {
      while (folding) expect(await usageOf(trader, autumn)).toMatchObject(whole);
    };
    const readers = [read(), read()];
    const folders = [rollUp.foldAll(100), rollUp.foldAll(70), rollUp.foldAll(30)];
    await Promise.all(folders).finally(() => (folding = false));
    await Promise.all(readers);
    await rollUp.foldAll();
    const left = await exchange.app.database.query(`SELECT FROM usage_records WHERE company_id = $1`, [
      trader.company.id,
    ]);
    expect(left).toEqual([]);
    expect(await usageOf(trader, autumn)).toMatchObject(whole);
  });

  it('killed in the middle: as if it had never begun', async () => {
    const trader = await newTrader('t_killed');
    await fill(trader, 3_000);
    const { app } = exchange;
    const [transactions, repository] = [app.app.get(Transactions), app.app.get(RollUpRepository)];
    const killed = transactions.run(async (tx) => {
      expect(await repository.lock(tx)).toBe(true);
      expect(await repository.fold(tx, 1_500)).toBe(1_500);
      const [{ pid }] = await tx.query(`SELECT pg_backend_pid() AS pid`);
      await app.database.query(`SELECT pg_terminate_backend($1, 5000)`, [pid]);
    });
    await expect(killed).rejects.toThrow();
    expect(await usageOf(trader, autumn)).toMatchObject(whole);
    await rollUp.foldAll();
    expect(await usageOf(trader, autumn)).toMatchObject(whole);
  });

  it('after a backlog leaves no emptied pages behind, which each question would read', async () => {
    const trader = await newTrader('t_backlog');
    const { database } = exchange.app;
    const size = async () => {
      const [row] = await database.query(`SELECT pg_relation_size('usage_records')::integer AS bytes`);
      return row.bytes;
    };
    await rollUp.foldAll();
    await fill(trader, 60_000);
    await exchange.app.app.get(Transactions).run(async (tx) => {
      expect(await exchange.app.app.get(RollUpRepository).fold(tx, 59_900)).toBe(59_900);
    });
    await database.query('VACUUM usage_records');
    expect(await size()).toBeGreaterThan(1_000_000);
    await rollUp.foldAll();
    await eventually('the pages are gone', async () => {
      await database.query('VACUUM usage_records');
      return (await size()) === 0;
    });
  });
});
