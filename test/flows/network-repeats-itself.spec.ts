import { NetworkListener } from '../../src/network/network-gateway.port';
import { eventually } from '../support/eventually';
import { Exchange, Trader } from '../support/exchange';
import { echoRecipient, magic, newNumber } from '../support/invoices';

describe('what a network that repeats itself tells', () => {
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

  it('counts every message once', async () => {
    const sent = await exchange.send(globex.company.peppolId);
    const received = await exchange.arrival(globex, sent.number);
    await exchange.until(sent.id, { deliveryStatus: 'delivered' });
    const xml = await exchange.xml(received.id, globex.apiKey.key);
    const inbound = {
      messageId: sent.id,
      livemode: false,
      sender: acme.company.peppolId,
      receiver: globex.company.peppolId,
      companyId: globex.company.id,
      payload: Buffer.from(xml),
    };
    await Promise.all([1, 2, 3, 4].map(() => listener.received(inbound)));
    await Promise.all([1, 2, 3, 4].map(() => listener.delivered(sent.id)));
    await listener.failed(sent.id, 'SCHEMA_REJECTED', 'too late');
    expect(await exchange.receivedBy(globex, sent.number)).toHaveLength(1);
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    expect(await exchange.expectOrderly(received.id, globex)).toEqual(['document.received']);
  });

  it('records the hand-off first when its outcome comes first', async () => {
    const sent = await exchange.send(magic.upstreamDown);
    await Promise.all([listener.delivered(sent.id), listener.delivered(sent.id)]);
    expect((await exchange.document(sent.id)).deliveryStatus).toBe('delivered');
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    exchange.app.clock.advance({ minutes: 1 });
    await eventually('the end of the job', async () => (await exchange.jobs(sent.id)).length === 0);
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
  });

  it('believes no delivery after a failure', async () => {
    const sent = await exchange.send(magic.unreachable);
    await exchange.until(sent.id, { status: 'failed' });
    await listener.delivered(sent.id);
    await listener.failed(sent.id, 'OTHER', 'again');
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.failed', 'lifecycle.updated']);
    expect((await exchange.document(sent.id)).errorCode).toBe('RECIPIENT_UNREACHABLE');
  });

  it('ignores what it says of documents that are not ours', async () => {
    await listener.delivered('doc_unknown');
    await listener.failed('doc_unknown', 'OTHER', 'nothing');
  });

  it('keeps what cannot be read, and says so', async () => {
    const messageId = newNumber();
    const payload = Buffer.from('<Invoice><broken');
    const { peppolId, id: companyId } = globex.company;
    await listener.received({
      messageId,
      livemode: false,
      sender: echoRecipient,
      receiver: peppolId,
      companyId,
      payload,
    });
    const [kept] = (await exchange.app.get('/documents?direction=incoming&limit=1', globex.apiKey.key)).body
      .data;
    expect(kept).toMatchObject({
      status: 'received',
      errorCode: 'INVALID_CONTENT',
      sender: { peppolId: echoRecipient },
    });
    expect(await exchange.xml(kept.id, globex.apiKey.key)).toBe('<Invoice><broken');
    expect(await exchange.expectOrderly(kept.id, globex)).toEqual(['document.received']);
  });

  it('finds the company by its participant id when the network names none', async () => {
    const sent = await exchange.send(acme.company.peppolId);
    const xml = await exchange.xml(sent.id);
    const inbound = { livemode: false, sender: echoRecipient, payload: Buffer.from(xml) };
    await listener.received({ ...inbound, messageId: newNumber(), receiver: acme.company.peppolId });
    await eventually('both', async () => (await exchange.receivedBy(acme, sent.number)).length === 2);
    await expect(
      listener.received({ ...inbound, messageId: newNumber(), receiver: '0208:9' }),
    ).rejects.toMatchObject({
      code: 'RECIPIENT_NOT_FOUND',
      retryable: false,
    });
  });
});
