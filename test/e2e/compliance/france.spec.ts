import { complianceEvents, decided, reportsOf, reportWhen } from '../../support/compliance';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { echoRecipient, magic, sendBody } from '../../support/invoices';
import { scrape } from '../../support/metrics';
import { newVatNumber } from '../../support/scenario';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await Exchange.start();
});
afterAll(() => exchange.stop());

describe('a French company', () => {
  it('has the deposit of its invoice reported to PPF, once the hand-off is done', async () => {
    const { id, number } = await exchange.send(echoRecipient);
    const report = await decided(exchange, id);
    expect(report).toMatchObject({
      id: expect.stringMatching(/^rep_\w{26}$/),
      authority: 'PPF',
      country: 'FR',
      lifecycleStatus: 'deposited',
      state: 'accepted',
      attempts: 1,
      reference: expect.stringMatching(/^\d+$/),
      errorCode: null,
      remediation: null,
    });
    expect(Date.parse(report.deadline) - Date.parse(report.createdAt)).toBe(24 * 3_600_000);
    expect(await reportsOf(exchange, id)).toHaveLength(1);
    expect(await complianceEvents(exchange, id)).toEqual(['compliance.reported']);
    const event = (await exchange.eventsOf(id)).at(-1);
    expect(event.data).toMatchObject({ documentId: id, reportedTo: 'PPF', status: 'accepted' });
    const { headers, text } = await exchange.app.get(
      `/documents/${id}/compliance/${report.id}/file`,
      exchange.acme.apiKey.key,
    );
    expect(headers['content-type']).toBe('application/xml');
    expect(text).toContain('<ram:ProcessConditionCode>200</ram:ProcessConditionCode>');
    expect(text).toContain(`<ram:IssuerAssignedID>${number}</ram:IssuerAssignedID>`);
    const siren = exchange.acme.company.vatNumber.slice(4);
    expect(text).toContain(`<ram:GlobalID schemeID="0002">${siren}</ram:GlobalID>`);
  });

  it('reports 212 with a block of money for each rate', async () => {
    const document = {
      lines: [
        { name: 'Consulting', quantity: 10, unitPrice: 100, vatRate: 20 },
        { name: 'Books', quantity: 1, unitPrice: 100, vatRate: '5.5' },
      ],
    };
    const { body } = await exchange.app.post(
      '/documents/send',
      exchange.acme.apiKey.key,
      sendBody({}, document),
    );
    await decided(exchange, body.id);
    await exchange.tell(exchange.acme, body.id, { status: 'paid' });
    const report = await reportWhen(exchange, body.id, { lifecycleStatus: 'paid', state: 'submitted' });
    const { text } = await exchange.app.get(
      `/documents/${body.id}/compliance/${report.id}/file`,
      exchange.acme.apiKey.key,
    );
    expect(
      text.match(/<ram:ValueAmount currencyID="EUR">[\d.]+<\/ram:ValueAmount><ram:ValuePercent>[\d.]+</g),
    ).toEqual([
      '<ram:ValueAmount currencyID="EUR">1200.00</ram:ValueAmount><ram:ValuePercent>20<',
      '<ram:ValueAmount currencyID="EUR">105.50</ram:ValueAmount><ram:ValuePercent>5.5<',
    ]);
    exchange.app.clock.advance({ seconds: 6 });
    await reportWhen(exchange, body.id, { lifecycleStatus: 'paid', state: 'accepted' });
    expect(await complianceEvents(exchange, body.id)).toEqual(['compliance.reported', 'compliance.reported']);
  });

  it('reports 210 with its reason for what it refused', async () => {
    const { company, apiKey } = exchange.globex;
    const sent = await exchange.send(company.peppolId);
    const received = await exchange.arrival(exchange.globex, sent.number);
    await exchange.tell(exchange.globex, received.id, { status: 'rejected', reasonCode: 'TX_TVA_ERR' });
    await reportWhen(exchange, received.id, { state: 'submitted' }, apiKey.key);
    exchange.app.clock.advance({ seconds: 6 });
    const report = await reportWhen(exchange, received.id, { state: 'accepted' }, apiKey.key);
    const { text } = await exchange.app.get(
      `/documents/${received.id}/compliance/${report.id}/file`,
      apiKey.key,
    );
    expect(text).toContain('<ram:ProcessConditionCode>210<');
    expect(text).toContain('<ram:ReasonCode>TX_TVA_ERR<');
    const parties = [exchange.globex, exchange.acme].map((trader) => trader.company.vatNumber.slice(4));
    expect(text.match(/schemeID="0002">\d+/g)).toEqual(parties.map((siren) => `schemeID="0002">${siren}`));
    expect(await complianceEvents(exchange, received.id, exchange.globex)).toEqual(['compliance.reported']);
  });

  it('is told with a remedy when PPF rejects', async () => {
    const sent = await exchange.send(magic.rejectedByAuthority);
    const report = await decided(exchange, sent.id);
    expect(report).toMatchObject({
      state: 'rejected',
      errorCode: 'REJ_SEMAN',
      remediation: expect.stringMatching(/credit note/),
    });
    const event = (await exchange.eventsOf(sent.id)).find(
      ({ type }) => type === 'compliance.reported.failed',
    );
    expect(event.data).toMatchObject({ reportedTo: 'PPF', status: 'rejected', errorCode: 'REJ_SEMAN' });
    expect(event.data.errorMessage).toContain(report.remediation);
    expect(await complianceEvents(exchange, sent.id)).toEqual(['compliance.reported.failed']);
  });

  it('reports nothing when it has switched autoCompliance off', async () => {
    const trader = await exchange.onboard({ name: 'Quiet' });
    await own(trader, { FR: false });
    expect(await reportedAfterSending(trader)).toEqual([]);
  });
});

it('a Belgian company has nothing to report', async () => {
  const trader = await exchange.onboard({ name: 'Belge', vatNumber: newVatNumber('BE').slice(0, 12) });
  const { id } = await exchange.send(magic.rejectedByAuthority, trader.apiKey.key);
  await exchange.until(id, { deliveryStatus: 'delivered' }, trader.apiKey.key);
  expect(await reportsOf(exchange, id, trader.apiKey.key)).toEqual([]);
});

it('counts reports as usage, and as metrics by country and authority', async () => {
  const reports = async ({ company }: Trader) => {
    const { body } = await exchange.app.get('/platform/usage?groupBy=company', exchange.platform);
    return body.byCompany.find((row: { companyId: string }) => row.companyId === company.id)
      .complianceReports;
  };
  await eventually('the reports of both', async () => {
    const counts = [await reports(exchange.acme), await reports(exchange.globex)];
    return counts.join() === '4,1';
  });
  const samples = await scrape(exchange.app);
  expect(samples['compliance_reports_total{country="FR",authority="PPF",state="accepted"}']).toBe(5);
  expect(samples['compliance_reports_total{country="FR",authority="PPF",state="rejected"}']).toBe(1);
  expect(samples['compliance_reports_open{authority="SDI"}']).toBe(0);
});

describe("the platform's settings", () => {
  const everywhere = async (autoCompliance: Record<string, boolean> | null) => {
    const options = { key: exchange.platform, body: { defaults: { autoCompliance } } };
    expect((await exchange.app.exchange('PATCH', '/platform/settings', options)).status).toBe(200);
  };
  afterEach(() => everywhere(null));

  it('switch reports off for every company, but for one that has switched them on itself', async () => {
    const [quiet, eager] = [
      await exchange.onboard({ name: 'Quiet' }),
      await exchange.onboard({ name: 'Eager' }),
    ];
    await everywhere({ FR: false });
    await own(eager, { FR: true });
    expect(await reportedAfterSending(quiet)).toEqual([]);
    expect(await reportedAfterSending(eager)).toEqual(['deposited', 'paid']);
  });

  it('on do not overrule a company that has switched them off; without its word they hold again', async () => {
    const trader = await exchange.onboard({ name: 'Quiet' });
    await everywhere({ FR: true });
    await own(trader, { FR: false });
    expect(await reportedAfterSending(trader)).toEqual([]);
    await own(trader, { FR: null });
    expect(await reportedAfterSending(trader)).toEqual(['deposited', 'paid']);
  });

  it('leave alone what was due before they changed, and what comes later follows them', async () => {
    const trader = await exchange.onboard({ name: 'In flight' });
    const { id } = await exchange.send(echoRecipient, trader.apiKey.key);
    await reportWhen(exchange, id, { state: 'submitted' }, trader.apiKey.key);
    await everywhere({ FR: false });
    expect(await decided(exchange, id, trader.apiKey.key)).toMatchObject({ state: 'accepted' });
    await exchange.until(id, { deliveryStatus: 'delivered' }, trader.apiKey.key);
    await exchange.tell(trader, id, { status: 'paid' });
    expect((await exchange.eventsOf(id)).at(-1).data.compliance).toEqual({ willReportTo: [] });
    expect(await reportsOf(exchange, id, trader.apiKey.key)).toHaveLength(1);
  });
});

const own = async ({ company, apiKey }: Trader, autoCompliance: Record<string, boolean | null>) => {
  const options = { key: apiKey.key, body: { autoCompliance } };
  const { status } = await exchange.app.exchange('PATCH', `/companies/${company.id}`, options);
  expect(status).toBe(200);
};

/** Which statuses of a paid invoice are reported: rows are made in the transaction of the status, so none comes later. */
async function reportedAfterSending(trader: Trader): Promise<string[]> {
  const { id } = await exchange.send(echoRecipient, trader.apiKey.key);
  await exchange.until(id, { deliveryStatus: 'delivered' }, trader.apiKey.key);
  await exchange.tell(trader, id, { status: 'paid' });
  const reports = await reportsOf(exchange, id, trader.apiKey.key);
  return reports.map(({ lifecycleStatus }) => lifecycleStatus as string);
}
