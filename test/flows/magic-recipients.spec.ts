import { eventually } from '../support/eventually';
import { Exchange, Trader } from '../support/exchange';
import { magic, sendBody } from '../support/invoices';

describe('the magic recipients of the sandbox', () => {
  let exchange: Exchange;
  let acme: Trader;

  beforeAll(async () => {
    exchange = await Exchange.start();
    ({ acme } = exchange);
  });

  afterAll(() => exchange.stop());

  it('fails when nobody is to be reached', async () => {
    const sent = await exchange.send(magic.unreachable);
    const failed = await exchange.until(sent.id, {
      status: 'failed',
      deliveryStatus: 'failed',
      errorCode: 'RECIPIENT_UNREACHABLE',
    });
    expect(failed.errorMessage).toMatch(/reached/);
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.failed']);
    const [{ data }] = await exchange.eventsOf(sent.id);
    expect(data).toMatchObject({
      errorCode: 'RECIPIENT_UNREACHABLE',
      errorMessage: failed.errorMessage,
      willRetry: false,
    });
    expect(await exchange.jobs(sent.id)).toEqual([]);
  });

  it('fails after the hand-off when the receiving side rejects it', async () => {
    const sent = await exchange.send(magic.rejecting);
    const failed = await exchange.until(sent.id, {
      status: 'failed',
      deliveryStatus: 'failed',
      errorCode: 'SCHEMA_REJECTED',
    });
    expect(failed.sentAt).not.toBeNull();
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent', 'document.failed']);
    expect(
      (await exchange.app.post('/documents/send', acme.apiKey.key, sendBody({}, { number: sent.number })))
        .status,
    ).toBe(202);
  });

  it('is delivered ten seconds later to a slow recipient', async () => {
    const sent = await exchange.send(magic.slow);
    await exchange.until(sent.id, { status: 'sent', deliveryStatus: 'pending' });
    exchange.app.clock.advance({ seconds: 11 });
    await exchange.until(sent.id, { deliveryStatus: 'delivered' });
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    expect(await exchange.receivedBy(acme, `ECHO-${sent.number}`)).toEqual([]);
  });

  it('is tried again while the network is down, and fails in the end', async () => {
    const sent = await exchange.send(magic.upstreamDown);
    for (let attempt = 1; attempt < 10; attempt++) {
      await eventually(`attempt ${attempt}`, async () => {
        const [job] = await exchange.jobs(sent.id);
        return job.attempt === attempt && job.run_at > exchange.app.clock.now();
      });
      expect((await exchange.document(sent.id)).status).toBe('queued');
      exchange.app.clock.advance({ hours: 1, seconds: 1 });
    }
    await exchange.until(sent.id, { status: 'failed', errorCode: 'UPSTREAM_UNAVAILABLE' });
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.failed']);
  });

  it.each([magic.refusedByBuyer, magic.approvedThenPaid, magic.rejectedByAuthority])(
    'is delivered to %s',
    async (to) => {
      const sent = await exchange.send(to);
      await exchange.until(sent.id, { status: 'sent', deliveryStatus: 'delivered' });
    },
  );
});
