import { BuyerAnswerWriter } from '../../../src/network/buyer-answer.port';
import { TaxAuthorityGateway, TaxReport } from '../../../src/network/tax-authority.port';
import { readSdiNotification } from '../../../src/network/tax/sdi/sdi-reader';
import { complianceEvents, reportsOf, reportWhen } from '../../support/compliance';
import { eventually } from '../../support/eventually';
import { Exchange, Trader } from '../../support/exchange';
import { newVatNumber } from '../../support/scenario';

let exchange: Exchange;
let seller: Trader;
let buyer: Trader;

/** Eleven digits behind the country's letters. */
const italian = () => newVatNumber('IT');
const publicBody = '0201:UFABCD';

beforeAll(async () => {
  exchange = await Exchange.start();
  seller = await exchange.onboard({ name: 'Alpha SRL', vatNumber: italian() });
  buyer = await exchange.onboard({ name: 'Beta SPA', vatNumber: italian() });
});
afterAll(() => exchange.stop());

async function delivered(to: string): Promise<any> {
  const sent = await exchange.send(to, seller.apiKey.key);
  await reportWhen(exchange, sent.id, { authority: 'SDI', state: 'submitted' }, seller.apiKey.key);
  exchange.app.clock.advance({ seconds: 6 });
  const report = await reportWhen(
    exchange,
    sent.id,
    { authority: 'SDI', state: 'accepted' },
    seller.apiKey.key,
  );
  return { sent, report };
}

const noticesOf = (report: any) =>
  report.receipts.map(({ content }: any) => readSdiNotification(Buffer.from(content)));
const file = (documentId: string, reportId: string, { apiKey }: Trader) =>
  exchange.app.get(`/documents/${documentId}/compliance/${reportId}/file`, apiKey.key);

describe('an Italian company', () => {
  it('has its invoice handed to SDI, which answers with a receipt of delivery', async () => {
    const { sent, report } = await delivered(buyer.company.peppolId);
    expect(report).toMatchObject({ country: 'IT', lifecycleStatus: 'deposited', attempts: 1 });
    const [receipt] = noticesOf(report);
    const { text, headers } = await file(sent.id, report.id, seller);
    const [name] = /IT\d{11}_[0-9A-Z]{5}\.xml/.exec(headers['content-disposition']!)!;
    expect(receipt).toMatchObject({ kind: 'RC', sdiId: report.reference, fileName: name });
    expect(text).toBe(await exchange.xml(sent.id, seller.apiKey.key));
    expect(await complianceEvents(exchange, sent.id, seller)).toEqual(['compliance.reported']);
  });

  it('is told that a recipient abroad was not reached: the invoice lies in its tax area', async () => {
    const { report } = await delivered('0208:0123456789');
    expect(noticesOf(report)).toMatchObject([{ kind: 'MC' }]);
  });

  it('gives its answer as a buyer: once, and by the number that SDI gave the invoice', async () => {
    const { sent, report } = await delivered(buyer.company.peppolId);
    const received = await exchange.arrival(buyer, sent.number);
    await exchange.tell(buyer, received.id, { status: 'rejected', reasonCode: 'CMD_ERR' });
    await reportWhen(exchange, received.id, { state: 'submitted' }, buyer.apiKey.key);
    exchange.app.clock.advance({ seconds: 6 });
    const answer = await reportWhen(exchange, received.id, { state: 'accepted' }, buyer.apiKey.key);
    const { text } = await file(received.id, answer.id, buyer);
    expect(readSdiNotification(Buffer.from(text))).toMatchObject({
      kind: 'EC',
      sdiId: report.reference,
      outcome: { answer: 'EC02', description: 'CMD_ERR', invoice: { number: sent.number, year: '2026' } },
    });
  });

  it('cannot answer what SDI does not know, and is told what to do', async () => {
    const french = await exchange.send(buyer.company.peppolId);
    const received = await exchange.arrival(buyer, french.number);
    await exchange.tell(buyer, received.id, { status: 'approved' });
    const report = await reportWhen(exchange, received.id, { state: 'failed' }, buyer.apiKey.key);
    expect(report).toMatchObject({
      errorCode: 'SDI_REFERENCE_UNKNOWN',
      remediation: expect.stringMatching(/directly/),
    });
    expect(await complianceEvents(exchange, received.id, buyer)).toEqual(['compliance.reported.failed']);
  });

  it('hears of a public body that says nothing for 15 days that the term has ended', async () => {
    const { sent } = await delivered(publicBody);
    exchange.app.clock.advance({ hours: 15 * 24 });
    const report = await eventually('the end of the term', async () => {
      const [candidate] = await reportsOf(exchange, sent.id, seller.apiKey.key);
      return candidate.receipts.length === 2 && candidate;
    });
    expect(noticesOf(report)).toMatchObject([{ kind: 'RC' }, { kind: 'DT', sdiId: report.reference }]);
    const events = await exchange.eventsOf(sent.id);
    expect(events.filter(({ type }) => type === 'compliance.reported')).toHaveLength(1);
  });

  it('hears the answer of a public body; a second answer is refused', async () => {
    const { sent, report } = await delivered(publicBody);
    const answers = ['rep_first', 'rep_second'].map((reportId) => answerTo(sent, report, reportId));
    for (const answer of answers) {
      await authority().report(answer);
      exchange.app.clock.advance({ seconds: 6 });
      await eventually('the decision', async () => (await authority().outcome(answer)).state !== 'pending');
    }
    expect(await authority().outcome(answers[0]!)).toMatchObject({ state: 'accepted' });
    const refused = await authority().outcome(answers[1]!);
    expect(refused).toMatchObject({ state: 'rejected', code: 'EN01' });
    expect(readSdiNotification(refused.receipt!.bytes).kind).toBe('SE');
    exchange.app.clock.advance({ hours: 15 * 24 });
    await eventually('the end of the term', async () => (await exchange.jobs(report.id)).length === 0);
    const [told] = await reportsOf(exchange, sent.id, seller.apiKey.key);
    expect(noticesOf(told)).toMatchObject([{ kind: 'RC' }, { kind: 'NE', outcome: { answer: 'EC01' } }]);
    expect(await complianceEvents(exchange, sent.id, seller)).toEqual(['compliance.reported']);
  });
});

const authority = () => exchange.app.app.get(TaxAuthorityGateway);

/** What the public body hands to SDI, through whichever channel is its own. */
function answerTo(sent: any, report: any, reportId: string): TaxReport {
  const { fileName, bytes } = exchange.app.app.get(BuyerAnswerWriter).write({
    answerId: reportId,
    accepted: true,
    reference: report.reference,
    fileName: 'IT01234567890_00001.xml',
    invoiceNumber: sent.number,
    invoiceDate: sent.issueDate,
  });
  const organizationId = 'org_other';
  const whose = { reportId, organizationId, livemode: false, authority: 'SDI' as const };
  return { ...whose, fileName, mediaType: 'application/xml', payload: bytes, receiver: publicBody };
}
