import { eventually } from '../support/eventually';
import { Exchange, Trader } from '../support/exchange';
import { echoRecipient } from '../support/invoices';
import { onboard, platformKey, secondOrganization } from '../support/scenario';

describe('a document on its way', () => {
  let exchange: Exchange;
  let acme: Trader;
  let globex: Trader;

  beforeAll(async () => {
    exchange = await Exchange.start();
    ({ acme, globex } = exchange);
  });

  afterAll(() => exchange.stop());

  it('reaches another company, which gets the very bytes', async () => {
    const sent = await exchange.send(globex.company.peppolId);
    const received = await exchange.arrival(globex, sent.number);
    const delivered = await exchange.until(sent.id, { status: 'sent', deliveryStatus: 'delivered' });
    expect(delivered.errorCode).toBeNull();
    expect(received).toMatchObject({
      companyId: globex.company.id,
      status: 'received',
      type: 'invoice',
      sender: { peppolId: acme.company.peppolId, name: 'ACME' },
      receiver: { peppolId: globex.company.peppolId, name: 'Globex SRL' },
      total: sent.total,
      issueDate: sent.issueDate,
      dueDate: sent.dueDate,
      currency: sent.currency,
    });
    const [left, right] = await Promise.all([
      exchange.app.get(`/documents/${sent.id}/xml`, acme.apiKey.key),
      exchange.app.get(`/documents/${received.id}/xml`, globex.apiKey.key),
    ]);
    expect(right.text).toBe(left.text);
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    expect(await exchange.expectOrderly(received.id, globex)).toEqual(['document.received']);
    expect(await exchange.receivedBy(acme, sent.number)).toEqual([]);
    await eventually('no work left', async () => (await exchange.jobs(sent.id)).length === 0);
    expect(
      await exchange.app.database.query(`SELECT 1 FROM sandbox_messages WHERE id = $1`, [sent.id]),
    ).toEqual([]);
  });

  it('tells in its events what happened', async () => {
    const sent = await exchange.send(globex.company.peppolId);
    const { sentAt, deliveredAt } = await exchange.until(sent.id, { deliveryStatus: 'delivered' });
    const received = await exchange.arrival(globex, sent.number);
    const [left, delivered] = await exchange.eventsOf(sent.id);
    expect(left.data).toMatchObject({ type: 'invoice', number: sent.number, sentAt });
    expect(delivered.data).toMatchObject({ deliveredAt });
    const [arrived] = await exchange.eventsOf(received.id);
    expect(arrived.data).toEqual({
      documentId: received.id,
      type: 'invoice',
      number: sent.number,
      direction: 'incoming',
      sender: received.sender,
      receiver: received.receiver,
      updatedAt: received.updatedAt,
      sequence: 1,
      company: { id: globex.company.id, metadata: globex.company.metadata },
    });
  });

  it('comes back as an echo with its parties swapped', async () => {
    const sent = await exchange.send(echoRecipient);
    const echo = await exchange.arrival(acme, `ECHO-${sent.number}`);
    expect(echo.sender).toEqual(sent.receiver);
    expect(echo.receiver).toEqual(sent.sender);
    expect(echo.total).toBe(sent.total);
    await exchange.until(sent.id, { deliveryStatus: 'delivered' });
    expect(await exchange.expectOrderly(echo.id)).toEqual(['document.received']);
  });

  it('is received by the company that sends to itself', async () => {
    const sent = await exchange.send(acme.company.peppolId);
    const received = await exchange.arrival(acme, sent.number);
    expect(received.id).not.toBe(sent.id);
    await exchange.until(sent.id, { deliveryStatus: 'delivered' });
    expect(await exchange.receivedBy(acme, sent.number)).toHaveLength(1);
  });

  it('finds its recipient whatever the case of the id', async () => {
    const sent = await exchange.send(globex.company.peppolId.toLowerCase());
    await exchange.arrival(globex, sent.number);
  });

  it('prefers the recipient of its own organization', async () => {
    const second = await secondOrganization(exchange.app);
    const { vatNumber } = globex.company;
    const twin = await exchange.onboard({ name: 'Twin', vatNumber }, second.platformKey);
    const sender = await exchange.onboard({ name: 'Neighbour' }, second.platformKey);
    const inner = await exchange.send(twin.company.peppolId, sender.apiKey.key);
    await exchange.arrival(twin, inner.number);
    expect(await exchange.receivedBy(globex, inner.number)).toEqual([]);
    const outer = await exchange.send(globex.company.peppolId);
    await exchange.arrival(globex, outer.number);
    expect(await exchange.receivedBy(twin, outer.number)).toEqual([]);
  });

  it('fails when its recipient has left, though the directory still lists it', async () => {
    const leaving = await exchange.onboard({ name: 'Leaving' });
    await exchange.app.database.query(`UPDATE companies SET status = 'deregistered' WHERE id = $1`, [
      leaving.company.id,
    ]);
    const sent = await exchange.send(leaving.company.peppolId);
    await exchange.until(sent.id, { status: 'failed', errorCode: 'RECIPIENT_NOT_FOUND' });
  });

  it('fails in live mode as long as no access point is configured', async () => {
    const live = await platformKey(exchange.app, { mode: 'live' });
    const { company, apiKey } = await onboard(exchange.app, live, {
      vatNumber: 'BE0203201340',
      name: 'Live',
    });
    const smpStatus = async () => {
      const [row] = await exchange.app.database.query(`SELECT smp_status FROM companies WHERE id = $1`, [
        company.id,
      ]);
      return row.smp_status as string;
    };
    await eventually('the end of the registration', async () => (await smpStatus()) !== 'pending');
    await exchange.app.database.query(`UPDATE companies SET smp_status = 'registered' WHERE id = $1`, [
      company.id,
    ]);
    const sent = await exchange.send('0208:0403170701', apiKey.key);
    await eventually('the failure', async () => {
      const { status, errorCode } = await exchange.document(sent.id, apiKey.key);
      return status === 'failed' && errorCode === 'NETWORK_NOT_CONFIGURED';
    });
  });
});
