import { Plans } from '../../src/modules/platform-usage';
import { QuotaWarnings } from '../../src/modules/platform-usage/quota/quota-warnings';
import { openApiDocument } from '../../src/web/documentation';
import { decided } from '../support/compliance';
import { membersOf, servedCatalogue, ServedType } from '../support/catalogue';
import { emit, firstOrganizationId } from '../support/events';
import { eventually } from '../support/eventually';
import { Exchange } from '../support/exchange';
import { echoRecipient, magic } from '../support/invoices';
import { ReceivedRequest, Receiver } from '../support/receiver';

/** What the catalogue promises, held against what a webhook really gets. */
describe('a delivery is what its schema and its fixture say', () => {
  const receivers: Receiver[] = [];
  const fired = new Set<string>();
  let exchange: Exchange;
  let receiver: Receiver;
  let catalogue: Map<string, ServedType>;

  beforeAll(async () => {
    exchange = await Exchange.start();
    receiver = await newReceiver();
    catalogue = await servedCatalogue(exchange.app);
    await subscribe(receiver, ['*']);
  });
  afterAll(async () => {
    const unpromised = receiver.requests.filter(({ event }) => !catalogue.get(event.type)!.validate(event));
    await exchange.stop();
    for (const each of receivers) await each.stop();
    expect(unpromised).toEqual([]);
  });

  async function newReceiver(): Promise<Receiver> {
    const started = await Receiver.start();
    receivers.push(started);
    return started;
  }

  async function subscribe({ url }: Receiver, events: string[]): Promise<{ id: string }> {
    const { status, body } = await exchange.app.post('/webhooks', exchange.platform, { url, events });
    expect(status).toBe(201);
    return body;
  }

  function expectPromised({ event }: ReceivedRequest): void {
    const { fixture, validate } = catalogue.get(event.type)!;
    validate(event);
    expect(validate.errors).toBeNull();
    expect(membersOf(event)).toEqual(membersOf(fixture));
  }

  it('company.smp_registered', async () => {
    const { company } = await exchange.onboard({ name: 'Newcomer' });
    const delivery = await receiver.waitFor('company.smp_registered');
    expect(delivery.event.data.companyId).toBe(company.id);
    expectPromised(delivery);
  });

  it('document.sent, document.delivered, document.received', async () => {
    await exchange.send(exchange.globex.company.peppolId);
    for (const type of ['document.sent', 'document.delivered', 'document.received'])
      expectPromised(await receiver.waitFor(type));
  });

  it('carries the headers that the documentation lists, and none of its own beside them', async () => {
    const { headers } = await receiver.waitFor('document.sent');
    const { parameters } = (openApiDocument(exchange.app.app).webhooks as any)['document.sent'].post;
    const documented = parameters.map(({ name }: { name: string }) => name.toLowerCase());
    const ofTransport = ['host', 'connection', 'content-type', 'content-length'];
    expect(
      Object.keys(headers)
        .filter((name) => !ofTransport.includes(name))
        .sort(),
    ).toEqual(documented.sort());
  });

  it('document.failed, before the hand-off and after it', async () => {
    await exchange.send(magic.unreachable);
    expectPromised(await receiver.waitFor('document.failed'));
    await exchange.send(magic.rejecting);
    expectPromised(await receiver.waitFor('document.failed', 2));
  });

  it('document.updated and lifecycle.updated, by what people do', async () => {
    const { app, globex } = exchange;
    const { received } = await exchange.exchanged();
    const path = `/documents/${received.id}`;
    await app.exchange('PATCH', path, { key: globex.apiKey.key, body: { archived: true } });
    expectPromised(await receiver.waitFor('document.updated'));
    await exchange.tell(globex, received.id, { status: 'rejected', reasonCode: 'TX_TVA_ERR' });
    const isIts = ({ event }: ReceivedRequest) =>
      event.type === 'lifecycle.updated' && event.data.documentId === received.id;
    expectPromised(await eventually('the change', () => receiver.requests.find(isIts)));
  });

  it('compliance.reported and compliance.reported.failed, as the authority decides', async () => {
    const accepted = await exchange.send(echoRecipient);
    await decided(exchange, accepted.id);
    expectPromised(await receiver.waitFor('compliance.reported'));
    const rejected = await exchange.send(magic.rejectedByAuthority);
    await decided(exchange, rejected.id);
    expectPromised(await receiver.waitFor('compliance.reported.failed'));
  });

  it('webhook.test', async () => {
    const { app, platform } = exchange;
    const tested = await newReceiver();
    const { id } = await subscribe(tested, ['document.sent']);
    expect((await app.post(`/webhooks/${id}/test`, platform)).status).toBe(200);
    expectPromised(await tested.waitFor('webhook.test'));
    // Goes to the webhook that is tested alone, whatever the others have subscribed to.
    fired.add('webhook.test');
  });

  it('webhook.paused', async () => {
    const { app, platform } = exchange;
    const broken = await newReceiver();
    broken.answer(500);
    const { id } = await subscribe(broken, ['document.updated']);
    const { fixture } = catalogue.get('document.updated')!;
    await emit(app, {
      organizationId: await firstOrganizationId(app),
      ...asAppended(fixture),
      livemode: false,
    });
    for (let attempt = 1; attempt <= 8; attempt++) {
      await eventually(`failure ${attempt}`, async () => {
        const { body } = await app.get(`/webhooks/${id}`, platform);
        return body.failureCount === attempt;
      });
      app.clock.advance({ hours: 14 });
    }
    const delivery = await receiver.waitFor('webhook.paused');
    expect(delivery.event.data.webhookId).toBe(id);
    expect(delivery.event.data.failedDeliveryId).toBe(broken.requests[0]!.headers['x-flowie-delivery']);
    expectPromised(delivery);
  });

  it('quota.warning', async () => {
    const { app } = exchange;
    const plans = new Plans(app.database, app.clock);
    await plans.set({ name: 'small', documents: 1, documentsPerCompany: null, hard: false });
    await plans.assign(await firstOrganizationId(app), 'small');
    await exchange.send(echoRecipient);
    await app.app.get(QuotaWarnings).warnAll();
    expectPromised(await receiver.waitFor('quota.warning'));
  });

  it('every type of the catalogue, by what callers and the sandbox do', () => {
    for (const { event } of receiver.requests) fired.add(event.type);
    expect([...fired].sort()).toEqual([...catalogue.keys()].sort());
  });

  it.each([
    'document.updated',
    'lifecycle.updated',
    'compliance.reported',
    'compliance.reported.failed',
    'webhook.test',
  ])('%s: the bytes of the fixture, but for id and time', async (type) => {
    const { app } = exchange;
    const live = await newReceiver();
    const { id } = await subscribe(live, [type]);
    // A live webhook must be on https: the receiver of this test is on loopback.
    await app.database.query('UPDATE webhooks SET livemode = true WHERE id = $1', [id]);
    const { fixture, text } = catalogue.get(type)!;
    const organizationId = await firstOrganizationId(app);
    const [event] = await emit(app, { organizationId, ...asAppended(fixture) });
    const delivery = await live.waitFor(type);
    const expected = text
      .replace(fixture.id, event!.id)
      .replace(`"createdAt":"${fixture.createdAt}"`, `"createdAt":"${event!.createdAt.toISOString()}"`);
    expect(delivery.rawBody.toString()).toBe(expected);
    expectPromised(delivery);
  });
});

/** As the domain would hand it to the EventLog, which puts the company in. */
function asAppended({ type, livemode, data: { company, ...data } }: any) {
  return { type, livemode, company, data };
}
