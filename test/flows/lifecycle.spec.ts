import { eventually } from '../support/eventually';
import { Exchange, Trader } from '../support/exchange';
import { echoRecipient, magic, sendBody } from '../support/invoices';

describe('the lifecycle between two companies', () => {
  let exchange: Exchange;
  let acme: Trader;
  let globex: Trader;

  beforeAll(async () => {
    exchange = await Exchange.start();
    ({ acme, globex } = exchange);
  });

  afterAll(() => exchange.stop());

  const changesOf = async (id: string) =>
    (await exchange.eventsOf(id))
      .filter(({ type }) => type === 'lifecycle.updated')
      .map(({ data }) => [data.previousStatus, data.currentStatus]);

  it("moves both sides when the buyer refuses, and says where it's reported", async () => {
    const { sent, received } = await exchange.exchanged();
    const refused = await exchange.tell(globex, received.id, {
      status: 'rejected',
      reasonCode: 'TX_TVA_ERR',
      reason: 'Line 2: 20 %, not 10 %',
    });
    expect(refused.lifecycleStatus).toBe('rejected');
    await exchange.until(sent.id, { lifecycleStatus: 'rejected' });
    const [, , left] = await exchange.eventsOf(sent.id);
    const [, right] = await exchange.eventsOf(received.id);
    expect(left.data).toMatchObject({
      previousStatus: 'deposited',
      currentStatus: 'rejected',
      reasonCode: 'TX_TVA_ERR',
      compliance: { willReportTo: [] },
    });
    expect(right.data).toMatchObject({
      previousStatus: 'received',
      currentStatus: 'rejected',
      compliance: { willReportTo: ['PPF'] },
    });
    await exchange.expectOrderly(sent.id);
    await exchange.expectOrderly(received.id, globex);
  });

  it('is told by a CDAR between two French companies, with the same words on both sides', async () => {
    const buyer = { name: 'Globex', vatNumber: globex.company.vatNumber, address: { country: 'FR' } };
    const body = sendBody({ to: globex.company.peppolId }, { buyer });
    const { id, number } = (await exchange.app.post('/documents/send', acme.apiKey.key, body)).body;
    const received = await exchange.arrival(globex, number);
    await exchange.until(id, { deliveryStatus: 'delivered' });
    const reason = { reasonCode: 'JUSTIF_ABS', reason: 'Which order?' };
    await exchange.tell(globex, received.id, { status: 'suspended', ...reason });
    await exchange.until(id, { lifecycleStatus: 'suspended' });
    const changed = (await exchange.eventsOf(id)).find(({ type }) => type === 'lifecycle.updated');
    expect(changed.data).toMatchObject({ currentStatus: 'suspended', reasonCode: 'JUSTIF_ABS' });
    const payment = { amount: '1215.00', currency: 'EUR', date: '2026-05-20' };
    await exchange.tell(acme, id, { status: 'paid', payment });
    await exchange.until(received.id, { lifecycleStatus: 'paid' }, globex.apiKey.key);
    const sql = `SELECT convert_from(bytes, 'UTF8') AS xml FROM lifecycle_messages WHERE document_id = ANY($1) AND direction = 'outgoing' ORDER BY id`;
    const told = await exchange.app.database.query(sql, [[id, received.id]]);
    expect(told.map(({ xml }: any) => /ProcessConditionCode>(\d+)</.exec(xml)?.[1])).toEqual(['208', '212']);
  });

  it('goes from approval to payment, each side telling the other', async () => {
    const { sent, received } = await exchange.exchanged();
    await exchange.tell(globex, received.id, { status: 'approved' });
    await exchange.until(sent.id, { lifecycleStatus: 'approved' });
    await exchange.tell(globex, received.id, { status: 'payment_sent' });
    await exchange.until(sent.id, { lifecycleStatus: 'payment_sent' });
    const half = { amount: '600.00', currency: 'EUR', date: '2026-05-20', vatRate: '20' };
    expect((await exchange.tell(acme, sent.id, { status: 'paid', payment: half })).lifecycleStatus).toBe(
      'payment_sent',
    );
    const sql = `SELECT convert_from(bytes, 'UTF8') AS xml FROM lifecycle_messages WHERE document_id = $1 AND direction = 'outgoing' ORDER BY id DESC`;
    const lastTold = async () => (await exchange.app.database.query(sql, [sent.id]))[0].xml;
    expect(await lastTold()).toContain('>PPD<');
    const rest = { ...half, amount: 615 };
    expect((await exchange.tell(acme, sent.id, { status: 'paid', payment: rest })).lifecycleStatus).toBe(
      'paid',
    );
    expect(await lastTold()).not.toContain('>PPD<');
    await exchange.until(received.id, { lifecycleStatus: 'paid' }, globex.apiKey.key);
    expect(await changesOf(sent.id)).toEqual([
      ['deposited', 'approved'],
      ['approved', 'payment_sent'],
      ['payment_sent', 'paid'],
    ]);
    expect(await changesOf(received.id)).toEqual([
      ['received', 'approved'],
      ['approved', 'payment_sent'],
      ['payment_sent', 'paid'],
    ]);
  });

  it.each([
    ['cancelled', 'cancelled'],
    ['paid', 'paid'],
  ])('tells the buyer that the document is %s', async (status, seen) => {
    const { sent, received } = await exchange.exchanged();
    await exchange.tell(acme, sent.id, { status });
    await exchange.until(received.id, { lifecycleStatus: seen }, globex.apiKey.key);
  });

  it('asks and answers: suspended, completed, approved', async () => {
    const { sent, received } = await exchange.exchanged();
    await exchange.tell(globex, received.id, { status: 'suspended', reasonCode: 'JUSTIF_ABS' });
    await exchange.until(sent.id, { lifecycleStatus: 'suspended' });
    await exchange.tell(acme, sent.id, { status: 'completed' });
    await exchange.until(received.id, { lifecycleStatus: 'completed' }, globex.apiKey.key);
    await exchange.tell(globex, received.id, { status: 'approved' });
    await exchange.until(sent.id, { lifecycleStatus: 'approved' });
  });

  it('tells nobody but the parties: the echo participant takes a status and says nothing', async () => {
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { deliveryStatus: 'delivered' });
    await exchange.tell(acme, sent.id, { status: 'paid' });
    await eventually('the delivery of the message', async () => {
      const rows = await exchange.app.database.query(
        `SELECT state FROM lifecycle_messages WHERE document_id = $1`,
        [sent.id],
      );
      return rows[0]?.state === 'delivered';
    });
    expect((await exchange.document(sent.id)).lifecycleStatus).toBe('paid');
  });

  it('notes on the history when the other side cannot be told', async () => {
    const { sent, received } = await exchange.exchanged();
    await exchange.app.database.query(`UPDATE documents SET sender_id = $2 WHERE id = $1`, [
      received.id,
      magic.unreachable,
    ]);
    await exchange.tell(globex, received.id, { status: 'approved' });
    await eventually('the note', async () => {
      const { body } = await exchange.app.get(`/documents/${received.id}/timeline`, globex.apiKey.key);
      return body.data.some(({ details }: any) =>
        /could not be told \(RECIPIENT_UNREACHABLE\)/.test(details.note),
      );
    });
    expect((await exchange.document(received.id, globex.apiKey.key)).lifecycleStatus).toBe('approved');
    expect((await exchange.document(sent.id)).lifecycleStatus).toBe('deposited');
    await exchange.expectOrderly(received.id, globex);
  });

  it('plays the buyer that refuses', async () => {
    const sent = await exchange.send(magic.refusedByBuyer);
    await exchange.until(sent.id, { deliveryStatus: 'delivered', lifecycleStatus: 'rejected' });
    expect(await exchange.expectOrderly(sent.id)).toEqual([
      'document.sent',
      'document.delivered',
      'lifecycle.updated',
    ]);
    expect((await exchange.eventsOf(sent.id))[2].data.reasonCode).toBe('TX_TVA_ERR');
  });

  it('plays the buyer that approves and pays, on the clock', async () => {
    const sent = await exchange.send(magic.approvedThenPaid);
    await exchange.until(sent.id, { lifecycleStatus: 'approved' });
    exchange.app.clock.advance({ seconds: 6 });
    await exchange.until(sent.id, { lifecycleStatus: 'payment_sent' });
    exchange.app.clock.advance({ seconds: 6 });
    await exchange.until(sent.id, { lifecycleStatus: 'paid' });
    const paid = (await exchange.eventsOf(sent.id)).at(-1);
    expect(paid.data.compliance).toEqual({ willReportTo: ['PPF'] });
  });

  it.each([
    [magic.rejecting, 'platform_rejected', ['PPF']],
    [magic.unreachable, 'undeliverable', []],
  ])('follows the failure at %s: %s', async (to, lifecycleStatus, willReportTo) => {
    const sent = await exchange.send(to);
    await exchange.until(sent.id, { status: 'failed', lifecycleStatus });
    const events = await exchange.eventsOf(sent.id);
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['document.failed', 'lifecycle.updated']);
    expect(events.at(-1).data).toMatchObject({
      currentStatus: lifecycleStatus,
      compliance: { willReportTo },
    });
    await exchange.expectOrderly(sent.id);
  });
});
