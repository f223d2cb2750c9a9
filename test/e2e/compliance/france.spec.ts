import { complianceEvents, decided, moved, reportsOf, reportWhen } from '../../support/compliance';
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
    await moved(exchange, body.id, 'paid');
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
    await moved(exchange, received.id, 'rejected', { reasonCode: 'TX_TVA_ERR' });
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
    await exchange.app.database.query(
      `UPDATE companies SET auto_compliance = '{"FR": false}' WHERE id = $1`,
      [trader.company.id],
    );
    const { id } = await exchange.send(echoRecipient, trader.apiKey.key);
    await exchange.until(id, { deliveryStatus: 'delivered' }, trader.apiKey.key);
    expect(await reportsOf(exchange, id, trader.apiKey.key)).toEqual([]);
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
