import { eventually } from '../support/eventually';
import { Exchange, Trader } from '../support/exchange';
import { call } from '../support/http';
import { echoRecipient, magic, sendBody } from '../support/invoices';
import { scrape } from '../support/metrics';

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
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.failed', 'lifecycle.updated']);
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
    expect(await exchange.expectOrderly(sent.id)).toEqual([
      'document.sent',
      'document.failed',
      'lifecycle.updated',
    ]);
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

  it('waits while the upstream is down, opens a breaker of its own, and fails after the retry window', async () => {
    const circuit = `sandbox ${magic.upstreamDown}`;
    const sent = await exchange.send(magic.upstreamDown);
    await waits(sent.id);
    const { body } = await call('GET', `${exchange.app.url}/health/readiness`);
    expect([body.status, body.details.upstreams]).toEqual(['ok', { status: 'up', [circuit]: 'open' }]);
    expect((await scrape(exchange.app))[`upstream_circuit_state{upstream="${circuit}"}`]).toBe(2);
    await exchange.until((await exchange.send(echoRecipient)).id, { deliveryStatus: 'delivered' });

    for (let hour = 1; hour < 24; hour++) {
      exchange.app.clock.advance({ hours: 1 });
      await waits(sent.id);
    }
    expect((await exchange.document(sent.id)).status).toBe('queued');
    exchange.app.clock.advance({ hours: 1 });
    await exchange.until(sent.id, { status: 'failed', errorCode: 'UPSTREAM_UNAVAILABLE' });
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.failed']);
  });

  /** Tried, and put off by some minutes at most. */
  const waits = (id: string) =>
    eventually('the next look', async () => {
      const [{ run_at }] = await exchange.jobs(id);
      const wait = run_at.getTime() - exchange.app.clock.now().getTime();
      return wait > 0 && wait <= 300_000;
    });

  it.each([magic.refusedByBuyer, magic.approvedThenPaid, magic.rejectedByAuthority])(
    'is delivered to %s',
    async (to) => {
      const sent = await exchange.send(to);
      await exchange.until(sent.id, { status: 'sent', deliveryStatus: 'delivered' });
    },
  );
});
