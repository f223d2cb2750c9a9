import { directProfile } from '../../src/network/direct/direct-signature';
import { TestApp } from '../support/app';
import { DnsServer } from '../support/dns-server';
import { eventually } from '../support/eventually';
import { sendBody } from '../support/invoices';
import { OwnSmp } from '../support/own-smp';
import { onboard, platformKey, waitUntilRegistered } from '../support/scenario';
import { freePort } from '../support/server';

type Trader = Awaited<ReturnType<typeof onboard>>;

/** One provider: its instance with a database, an SMP and keys of its own, and one company. */
interface Provider {
  app: TestApp;
  trader: Trader;
}

let sml: DnsServer;
let seller: Provider;
let buyer: Provider;

/** Two providers that share nothing but the SML, and the authority that their SMPs' certificates come from. */
beforeAll(async () => {
  sml = await DnsServer.start();
  const group = new OwnSmp();
  seller = await provider(group, 'ACME', 'BE0123456749');
  buyer = await provider(group, 'Globex', 'BE0876543210');
});

afterAll(async () => {
  await Promise.all([seller?.app.stop(), buyer?.app.stop()]);
  await sml.stop();
});

async function provider(group: OwnSmp, name: string, vatNumber: string): Promise<Provider> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const accessPoint = group.authority.issue({ names: [`${name}.test`], rsa: true });
  const app = await TestApp.start({
    ...group.settings,
    ...sml.settings,
    PORT: String(port),
    PUBLIC_URL: url,
    NETWORK_GATEWAYS: 'test=direct, live=none',
    PARTICIPANT_REGISTRIES: 'test=own-smp, live=none',
    PARTICIPANT_DIRECTORIES: 'test=sml, live=none',
    DIRECT_SIGNING_KEY: accessPoint.key,
    ACCESS_POINT_URL: `${url}/network/direct`,
    ACCESS_POINT_CERTIFICATE: accessPoint.cert,
    ACCESS_POINT_TRANSPORT_PROFILE: directProfile,
  });
  const key = await platformKey(app);
  const trader = await onboard(app, key, { name, vatNumber });
  // What an operator does at the SML, for whose own interface a certificate of Peppol is needed.
  sml.register(trader.company.peppolId, `${url}/smp`);
  await waitUntilRegistered(app, key, trader.company.id);
  return { app, trader };
}

const read = async ({ app, trader }: Provider, path: string) => (await app.get(path, trader.apiKey.key)).body;

const until = (at: Provider, id: string, state: Record<string, unknown>): Promise<any> =>
  eventually(`${id} to be ${JSON.stringify(state)}`, async () => {
    const document = await read(at, `/documents/${id}`);
    return Object.entries(state).every(([name, value]) => document[name] === value) && document;
  });

const lifecycleEvents = async ({ app }: Provider, documentId: string): Promise<string[]> => {
  const rows: Array<{ body: Buffer }> = await app.database.query(
    `SELECT body FROM events WHERE document_id = $1 AND type = 'lifecycle.updated' ORDER BY transaction_id, id`,
    [documentId],
  );
  return rows.map(({ body }) => JSON.parse(body.toString()).data.currentStatus);
};

it('two instances find each other by SML and SMP, and exchange an invoice and what becomes of it', async () => {
  const to = buyer.trader.company.peppolId;
  const verified = await seller.app.post('/directory/verify', seller.trader.apiKey.key, { peppolId: to });
  expect(verified.body).toMatchObject({ registered: true, source: 'sml' });

  const answer = await seller.app.post('/documents/send', seller.trader.apiKey.key, sendBody({ to }));
  expect(answer.status).toBe(202);
  const { id, number } = answer.body;
  await until(seller, id, { status: 'sent', deliveryStatus: 'delivered' });

  const [received] = (await read(buyer, `/documents?direction=incoming&number=${number}`)).data;
  expect(received).toMatchObject({
    status: 'received',
    sender: { peppolId: seller.trader.company.peppolId, name: 'ACME' },
  });
  const original = async (at: Provider, documentId: string) =>
    (await at.app.get(`/documents/${documentId}/xml`, at.trader.apiKey.key)).text;
  expect(await original(buyer, received.id)).toBe(withoutDeclaration(await original(seller, id)));

  const say = async (at: Provider, documentId: string, body: object) =>
    expect((await at.app.post(`/documents/${documentId}/lifecycle`, at.trader.apiKey.key, body)).status).toBe(
      200,
    );
  await say(buyer, received.id, { status: 'approved' });
  await until(seller, id, { lifecycleStatus: 'approved' });
  const payment = { amount: answer.body.total, currency: 'EUR', date: '2026-05-20' };
  await say(seller, id, { status: 'paid', payment });
  await until(buyer, received.id, { lifecycleStatus: 'paid' });
  expect(await lifecycleEvents(seller, id)).toEqual(['approved', 'paid']);
  expect(await lifecycleEvents(buyer, received.id)).toEqual(['approved', 'paid']);
});

it('a recipient that no provider has registered fails the document, and says so', async () => {
  const body = sendBody({ to: '0208:0999999922' });
  const { id } = (await seller.app.post('/documents/send', seller.trader.apiKey.key, body)).body;
  await until(seller, id, { status: 'failed', errorCode: 'RECIPIENT_NOT_FOUND' });
});

/** The envelope that carries a document is XML itself, and holds the document without its declaration. */
function withoutDeclaration(xml: string): string {
  return xml.replace(/^<\?xml[^>]*\?>\s*/, '');
}
