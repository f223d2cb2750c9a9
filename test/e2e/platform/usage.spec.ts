import { NetworkListener } from '../../../src/network/network-gateway.port';
import { RollUp } from '../../../src/modules/platform-usage/counting/roll-up';
import { itAuthenticates, refusal } from '../../support/authentication';
import { emit } from '../../support/events';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { magic, newNumber, sendBody } from '../../support/invoices';
import { onboard, platformKey, secondOrganization } from '../../support/scenario';

let exchange: Exchange;
let rollUp: RollUp;

beforeAll(async () => {
  exchange = await Exchange.start();
  rollUp = exchange.app.app.get(RollUp);
});
afterAll(() => exchange.stop());

const read = (query = '', key = exchange.platform, headers?: Record<string, string>) =>
  exchange.app.get(`/platform/usage${query}`, key, headers);

async function usageOf(
  { company }: Pick<Trader, 'company'>,
  query = 'period=month',
  key?: string,
): Promise<any> {
  const { body } = await read(`?${query}&groupBy=company&include=corrections`, key);
  return body.byCompany.find(({ companyId }: { companyId: string }) => companyId === company.id);
}

/** Waits for the count, and then looks whether folding changes it. */
async function expectUsage(trader: Pick<Trader, 'company'>, expected: Record<string, number>): Promise<void> {
  await eventually(`usage of ${JSON.stringify(expected)}`, async () => {
    const usage = await usageOf(trader);
    return Object.entries(expected).every(([name, count]) => usage[name] === count);
  });
  await rollUp.foldAll();
  expect(await usageOf(trader)).toMatchObject(expected);
}

/** So many days from now, as the API writes them. */
const day = (days: number) =>
  new Date(exchange.app.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

const newTrader = (tenantId: string) => onboard(exchange.app, exchange.platform, { metadata: { tenantId } });

describe('GET /platform/usage', () => {
  it('200, as the kit prints it: period, total, and each company with its tenant, zeros too', async () => {
    const { organizationId: _foreign, platformKey: key } = await secondOrganization(exchange.app);
    const acme = await exchange.onboard({ name: 'Kit', metadata: { tenantId: 't_kit' } }, key);
    const idle = await onboard(exchange.app, key);
    await exchange.send('0208:0123456789', acme.apiKey.key);
    await eventually('what the echo sends back', async () => (await usageOf(acme, '', key)).received === 1);
    const { status, body } = await read('?period=month&groupBy=company', key);
    expect(status).toBe(200);
    const now = exchange.app.clock.now();
    const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate();
    const month = now.toISOString().slice(0, 7);
    expect(body).toEqual({
      period: { start: `${month}-01`, end: `${month}-${last}` },
      total: { documentsSent: 1, documentsReceived: 1 },
      byCompany: [
        {
          companyId: acme.company.id,
          tenantId: 't_kit',
          sent: 1,
          received: 1,
          complianceReports: expect.any(Number),
        },
        { companyId: idle.company.id, tenantId: null, sent: 0, received: 0, complianceReports: 0 },
      ],
    });
    const whole = await read('', key);
    expect(whole.body).toEqual({ period: body.period, total: body.total });
  });

  it('keeps both modes and both organizations apart', async () => {
    const live = await platformKey(exchange.app, { mode: 'live' });
    const { body } = await read('?groupBy=company', live);
    expect(body).toMatchObject({ total: { documentsSent: 0, documentsReceived: 0 }, byCompany: [] });
    const { platformKey: foreign } = await secondOrganization(exchange.app);
    expect((await read('?groupBy=company', foreign)).body.byCompany).toEqual([]);
    expect(refusal(await read(`?companyId=${exchange.acme.company.id}`, foreign))).toEqual([
      404,
      'COMPANY_NOT_FOUND',
    ]);
    expect((await read('?tenantId=t_acme&groupBy=company', foreign)).body.byCompany).toEqual([]);
  });

  itAuthenticates(() => exchange.app, { method: 'GET', path: '/platform/usage', caller: 'platform' });
});

describe('what counts', () => {
  it('one that fails before its hand-off does not; sent again and handed off it counts once', async () => {
    const trader = await exchange.onboard({ name: 'Later' });
    const { id } = await exchange.send(magic.unreachable, trader.apiKey.key);
    await exchange.until(id, { status: 'failed' }, trader.apiKey.key);
    await expectUsage(trader, { sent: 0, corrections: 0 });
    const move = `UPDATE documents SET receiver_id = $2 WHERE id = $1`;
    await exchange.app.database.query(move, [id, exchange.globex.company.peppolId]);
    expect((await exchange.app.post(`/documents/${id}/resend`, trader.apiKey.key)).status).toBe(202);
    await exchange.until(id, { deliveryStatus: 'delivered' }, trader.apiKey.key);
    await expectUsage(trader, { sent: 1, corrections: 0 });
  });

  it('one that fails after its hand-off is taken back, each time that it is sent again as well', async () => {
    const trader = await exchange.onboard({ name: 'Rejected' });
    const { id } = await exchange.send(magic.rejecting, trader.apiKey.key);
    await exchange.until(id, { status: 'failed' }, trader.apiKey.key);
    await expectUsage(trader, { sent: 0, corrections: 1 });
    for (const times of [2, 3]) {
      await exchange.app.post(`/documents/${id}/resend`, trader.apiKey.key);
      await expectUsage(trader, { sent: 0, corrections: times });
    }
    const listener = exchange.app.app.get(NetworkListener);
    await listener.failed(`${id}-3`, 'SCHEMA_REJECTED', 'told twice');
    await expectUsage(trader, { sent: 0, corrections: 3 });
  });

  it('a failure of another month is taken back where the document was counted', async () => {
    const trader = await exchange.onboard({ name: 'Late' });
    const { id } = await exchange.send(magic.slow, trader.apiKey.key);
    await exchange.until(id, { status: 'sent' }, trader.apiKey.key);
    const month = `start=${day(-40)}&end=${day(-40)}`;
    await exchange.app.database.query(`UPDATE documents SET sent_at = $2 WHERE id = $1`, [
      id,
      `${day(-40)}T12:00:00Z`,
    ]);
    await exchange.app.database.query(`UPDATE usage_records SET day = $2 WHERE company_id = $1`, [
      trader.company.id,
      day(-40),
    ]);
    expect(await usageOf(trader, month)).toMatchObject({ sent: 1, corrections: 0 });
    await rollUp.foldAll();
    await exchange.app.app.get(NetworkListener).failed(id, 'RECIPIENT_UNREACHABLE', 'gave up');
    expect(await usageOf(trader, month)).toMatchObject({ sent: 0, corrections: 1 });
    expect(await usageOf(trader)).toMatchObject({ sent: 0, corrections: 0 });
    await rollUp.foldAll();
    expect(await usageOf(trader, month)).toMatchObject({ sent: 0, corrections: 1 });
  });

  it('a credit note is a document of its own, and a report that an authority took counts', async () => {
    const trader = await exchange.onboard({ name: 'Corrector' });
    const note = sendBody({ type: 'credit_note' }, { precedingInvoices: [{ number: newNumber() }] });
    expect((await exchange.app.post('/documents/send', trader.apiKey.key, note)).status).toBe(202);
    await expectUsage(trader, { sent: 1 });
    const organizationId = (await exchange.app.get('/me', exchange.platform)).body.organization.id;
    const company = { id: trader.company.id, metadata: {} };
    const before = (await usageOf(trader)).complianceReports;
    await emit(exchange.app, { type: 'compliance.reported', organizationId, company }, 2);
    await emit(exchange.app, { type: 'compliance.reported.failed', organizationId, company });
    await eventually('both reports', async () => (await usageOf(trader)).complianceReports >= before + 2);
  });
});

describe('as CSV', () => {
  const csv = { accept: 'text/csv' };

  it('200 with a line for each company, and no formula for spreadsheets', async () => {
    const tenantId = '=HYPERLINK("http://evil.example","x")';
    const trader = await newTrader(tenantId);
    const { status, headers, text } = await read(
      `?groupBy=company&companyId=${trader.company.id}`,
      undefined,
      csv,
    );
    expect([status, headers['content-type'], headers.vary]).toEqual([200, 'text/csv; charset=utf-8', expect.stringContaining('Accept')]); // prettier-ignore
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="usage-\d{4}-\d\d-01-to-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(text).toBe(
      `companyId,tenantId,sent,received,complianceReports\r\n${trader.company.id},"'=HYPERLINK(""http://evil.example"",""x"")",0,0,0\r\n`,
    );
    const corrected = await read(`?include=corrections&companyId=${trader.company.id}`, undefined, csv);
    expect(corrected.text).toMatch(
      /^start,end,documentsSent,documentsReceived,corrections\r\n[\d-]+,[\d-]+,0,0,0\r\n$/,
    );
  });

  it('only where it is asked for: JSON for all else', async () => {
    for (const accept of ['*/*', 'application/json', 'application/json, text/csv;q=0.5', 'image/png'])
      expect((await read('', undefined, { accept })).headers['content-type']).toMatch(/^application\/json/);
    const preferred = await read('', undefined, { accept: 'application/json;q=0.5, text/csv' });
    expect(preferred.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(refusal(await read('?period=never', undefined, csv))).toEqual([400, 'INVALID_ENUM', 'period']);
  });
});
