import { NetworkListener } from '../../src/network/network-gateway.port';
import { Exchange, Trader } from '../support/exchange';
import { newNumber } from '../support/invoices';

describe('what the network brings of the lifecycle', () => {
  let exchange: Exchange;
  let acme: Trader;
  let globex: Trader;
  let listener: NetworkListener;

  beforeAll(async () => {
    exchange = await Exchange.start();
    ({ acme, globex } = exchange);
    listener = exchange.app.app.get(NetworkListener);
  });

  afterAll(() => exchange.stop());

  const changesOf = async (id: string) =>
    (await exchange.eventsOf(id)).filter(({ type }) => type === 'lifecycle.updated');

  async function responseTo(received: any, body: unknown): Promise<Buffer> {
    await exchange.tell(globex, received.id, body);
    const sql = `SELECT bytes FROM lifecycle_messages WHERE document_id = $1 AND direction = 'outgoing' ORDER BY id DESC LIMIT 1`;
    const [{ bytes }] = await exchange.app.database.query(sql, [received.id]);
    return bytes;
  }

  const inbound = (payload: Buffer, sender = globex) => ({
    messageId: newNumber(),
    livemode: false,
    sender: sender.company.peppolId,
    receiver: acme.company.peppolId,
    companyId: acme.company.id,
    payload,
  });

  const stored = (messageId: string) =>
    exchange.app.database.query(`SELECT * FROM lifecycle_messages WHERE message_id = $1`, [messageId]);

  it('counts once what comes twice, and keeps what was said before', async () => {
    const { sent, received } = await exchange.exchanged();
    const payload = await responseTo(received, { status: 'approved' });
    await exchange.until(sent.id, { lifecycleStatus: 'approved' });
    const again = inbound(payload);
    await Promise.all([listener.received(again), listener.received(again), listener.received(again)]);
    expect(await changesOf(sent.id)).toHaveLength(1);
    expect(await stored(again.messageId)).toMatchObject([{ state: 'matched', document_id: sent.id }]);
    const sql = `SELECT note FROM lifecycle_history WHERE message_id = $1`;
    expect(await exchange.app.database.query(sql, [again.messageId])).toEqual([{ note: 'Said before.' }]);
  });

  it('keeps late statuses in the history and lets the further one stand', async () => {
    const { sent, received } = await exchange.exchanged();
    const early = await responseTo(received, { status: 'in_process' });
    await exchange.until(sent.id, { lifecycleStatus: 'in_process' });
    await responseTo(received, { status: 'disputed', reasonCode: 'QTE_ERR' });
    await exchange.until(sent.id, { lifecycleStatus: 'disputed' });
    const late = inbound(early);
    await listener.received(late);
    expect((await exchange.document(sent.id)).lifecycleStatus).toBe('disputed');
    const sql = `SELECT status, previous_status, current_status, note FROM lifecycle_history WHERE message_id = $1`;
    expect(await exchange.app.database.query(sql, [late.messageId])).toEqual([
      {
        status: 'in_process',
        previous_status: 'disputed',
        current_status: 'disputed',
        note: 'Came late: the document stays disputed.',
      },
    ]);
  });

  it('keeps what is about a document that nobody knows, or that was exchanged with somebody else', async () => {
    const { sent, received } = await exchange.exchanged();
    const payload = await responseTo(received, { status: 'approved' });
    await exchange.until(sent.id, { lifecycleStatus: 'approved' });
    const unknown = inbound(Buffer.from(payload.toString().replaceAll(sent.number, newNumber())));
    await listener.received(unknown);
    expect(await stored(unknown.messageId)).toMatchObject([{ state: 'unmatched', document_id: null }]);
    const stranger = await exchange.onboard({ name: 'Stranger' });
    const refusal = Buffer.from(payload.toString().replace('>AP<', '>RE<'));
    const foreign = inbound(refusal, stranger);
    await listener.received(foreign);
    expect(await stored(foreign.messageId)).toMatchObject([{ state: 'unmatched' }]);
    expect((await exchange.document(sent.id)).lifecycleStatus).toBe('approved');
  });

  it('keeps garbage that calls itself a response', async () => {
    const garbage = inbound(Buffer.from('<ApplicationResponse><broken'));
    await listener.received(garbage);
    await listener.received(garbage);
    expect(await stored(garbage.messageId)).toMatchObject([
      { state: 'unreadable', error_code: 'INVALID_CONTENT', bytes: garbage.payload },
    ]);
    const { body } = await exchange.app.get('/documents?direction=incoming', acme.apiKey.key);
    expect(body.data).toEqual([]);
  });

  it("does not let a buyer say what is the seller's", async () => {
    const { sent, received } = await exchange.exchanged();
    const payload = await responseTo(received, { status: 'in_process' });
    await exchange.until(sent.id, { lifecycleStatus: 'in_process' });
    const condition = `<cac:Status><cac:Condition><cbc:AttributeID>Lifecycle status</cbc:AttributeID><cbc:Description>completed</cbc:Description></cac:Condition></cac:Status>`;
    const forged = payload.toString().replace('</cac:Response>', `${condition}</cac:Response>`);
    const message = inbound(Buffer.from(forged));
    await listener.received(message);
    expect((await exchange.document(sent.id)).lifecycleStatus).toBe('in_process');
    expect(await stored(message.messageId)).toMatchObject([{ state: 'matched' }]);
  });

  it('counts no payment in another currency', async () => {
    const { sent, received } = await exchange.exchanged();
    const payment = { amount: '1215', currency: 'EUR', date: '2026-05-20' };
    await exchange.tell(acme, sent.id, { status: 'paid', payment });
    await exchange.until(received.id, { lifecycleStatus: 'paid' }, globex.apiKey.key);
    const sql = `SELECT bytes FROM lifecycle_messages WHERE document_id = $1 AND direction = 'outgoing'`;
    const [{ bytes }] = await exchange.app.database.query(sql, [sent.id]);
    const second = await exchange.exchanged();
    const dollars = bytes
      .toString()
      .replaceAll(sent.number, second.sent.number)
      .replace('1215 EUR', '1215 USD');
    const message = { ...inbound(Buffer.from(dollars), acme), receiver: globex.company.peppolId };
    await listener.received({ ...message, companyId: globex.company.id });
    expect((await exchange.document(second.received.id, globex.apiKey.key)).lifecycleStatus).toBe('received');
    const noted = `SELECT note FROM lifecycle_history WHERE message_id = $1`;
    expect(await exchange.app.database.query(noted, [message.messageId])).toEqual([
      { note: 'Not paid in EUR, so the document stays received.' },
    ]);
  });
});
