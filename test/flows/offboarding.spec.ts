import { NetworkListener } from '../../src/network/network-gateway.port';
import { refusal } from '../support/authentication';
import { eventually } from '../support/eventually';
import { Exchange, Trader } from '../support/exchange';
import { sendBody } from '../support/invoices';
import { Receiver } from '../support/receiver';

let exchange: Exchange;
let receiver: Receiver;

beforeAll(async () => {
  exchange = await Exchange.start();
  receiver = await Receiver.start();
});
afterAll(async () => {
  await exchange.stop();
  await receiver.stop();
});

const call = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
  exchange.app.exchange(method, path, { key: exchange.platform, body, headers });

/** The kit's "Offboarding a tenant": each step by its own route, which must not mind what was done before. */
const steps = {
  key: async ({ apiKey }: Trader) => {
    expect((await call('DELETE', `/platform/api-keys/${apiKey.id}`)).status).toBe(204);
    const answer = await exchange.app.get('/documents', apiKey.key);
    expect(refusal(answer)).toEqual([401, 'REVOKED_KEY']);
  },
  webhook: async ({ webhook }: Trader) => {
    const { status, body } = await call('PATCH', `/webhooks/${webhook.id}`, { status: 'disabled' });
    expect([status, body.status]).toEqual([200, 'disabled']);
  },
  company: async ({ company }: Trader) => {
    const { status, body } = await call('DELETE', `/companies/${company.id}`);
    expect([status, body]).toEqual([200, { id: company.id, status: 'deregistered' }]);
  },
};

const orders: Array<Array<keyof typeof steps>> = [
  ['key', 'webhook', 'company'],
  ['key', 'company', 'webhook'],
  ['webhook', 'key', 'company'],
  ['webhook', 'company', 'key'],
  ['company', 'key', 'webhook'],
  ['company', 'webhook', 'key'],
];

async function tenantWithHistory(): Promise<{ tenant: Trader; sent: string; received: string; xml: string }> {
  const webhook = { url: `${receiver.url}/tenant`, events: ['document.received'] };
  const tenant = await exchange.onboard({ name: 'Tenant', webhook, metadata: { tenantId: 't_leaving' } });
  const sent = await exchange.send(exchange.globex.company.peppolId, tenant.apiKey.key);
  await exchange.arrival(exchange.globex, sent.number as string);
  const invoice = await exchange.send(tenant.company.peppolId);
  const received = await exchange.arrival(tenant, invoice.number as string);
  const xml = await exchange.xml(sent.id as string, tenant.apiKey.key);
  await eventually('the delivery of document.received', async () => {
    const { body } = await call('GET', `/webhooks/${tenant.webhook.id}/deliveries?state=delivered`);
    return body.data.length > 0;
  });
  return { tenant, sent: sent.id as string, received: received.id as string, xml };
}

describe.each(orders.map((order) => [order.join(', '), order] as const))(
  'offboarding by %s',
  (_title, order) => {
    it('ends every way in and out, and leaves all that was readable readable', async () => {
      const { tenant, sent, received, xml } = await tenantWithHistory();
      for (const step of order) await steps[step](tenant);
      await eventually('the entry in the directory is gone', async () => {
        const { body } = await call('GET', `/companies/${tenant.company.id}`);
        return body.smp.status === 'removed';
      });
      const as = { 'X-Flowie-Company': tenant.company.id };
      await staysReadable(as, sent, received, xml);
      await deliveriesStayReadable(as, tenant);
      await tellsWhoDidIt(tenant, order);
      await sendsNoMore(as, tenant);
      await receivesNoMore(tenant);
    });
  },
);

async function staysReadable(
  as: Record<string, string>,
  sent: string,
  received: string,
  xml: string,
): Promise<void> {
  const list = await call('GET', '/documents', undefined, as);
  expect(list.body.data.map(({ id }: { id: string }) => id).sort()).toEqual([sent, received].sort());
  expect((await call('GET', `/documents/${received}`, undefined, as)).body.id).toBe(received);
  expect((await call('GET', `/documents/${sent}/xml`, undefined, as)).text).toBe(xml);
  expect((await call('GET', `/documents/${sent}/retention`, undefined, as)).body.retainUntil).toBe(
    '2036-12-31',
  );
  const timeline = await call('GET', `/documents/${sent}/timeline`, undefined, as);
  expect(timeline.body.data.length).toBeGreaterThan(1);
  expect((await call('GET', `/documents/${received}/structured`, undefined, as)).status).toBe(200);
  await eventually('document.received to be in the feed', async () => {
    const { body } = await call('GET', '/events?acknowledged=all', undefined, as);
    return body.data.some(({ type }: { type: string }) => type === 'document.received');
  });
  const usage = await call('GET', '/platform/usage?period=year&groupBy=company');
  const own = usage.body.byCompany.find(
    ({ companyId }: { companyId: string }) => companyId === as['X-Flowie-Company'],
  );
  expect(own).toMatchObject({ tenantId: 't_leaving', sent: 1, received: 1 });
  const webhooks = await call('GET', '/webhooks', undefined, as);
  expect(webhooks.body.data).toMatchObject([{ status: 'disabled' }]);
}

/** The reason why the kit disables the webhook and does not delete it. */
async function deliveriesStayReadable(as: Record<string, string>, { webhook }: Trader): Promise<void> {
  const path = `/webhooks/${webhook.id}/deliveries`;
  const [delivery] = (await call('GET', path, undefined, as)).body.data;
  const { status, body } = await call('GET', `${path}/${delivery.id}`, undefined, as);
  expect([status, body.state, body.attempts.length]).toEqual([200, 'delivered', 1]);
}

/** The audit log names each step in the order in which it was taken, and the key that took it. */
async function tellsWhoDidIt(
  { company, apiKey, webhook }: Trader,
  order: ReadonlyArray<keyof typeof steps>,
): Promise<void> {
  const { body } = await call('GET', `/platform/audit?companyId=${company.id}`);
  const taken = body.data.slice(0, 3).reverse();
  const expected = {
    key: { action: 'api_key.revoked', subject: { type: 'api_key', id: apiKey.id } },
    webhook: { action: 'webhook.updated', subject: { type: 'webhook', id: webhook.id } },
    company: { action: 'company.deregistered', subject: { type: 'company', id: company.id } },
  };
  expect(taken).toMatchObject(order.map((step) => expected[step]));
  for (const { actor, ipAddress, changes } of taken) {
    expect([actor.kind, actor.name, ipAddress]).toEqual(['key', 'platform', '127.0.0.1']);
    expect(exchange.platform.startsWith(actor.keyPrefix)).toBe(true);
    expect(changes).toHaveLength(1);
  }
  const before = body.data.slice(3).map(({ action }: { action: string }) => action);
  expect(before).toEqual(['api_key.created', 'webhook.created', 'company.created']);
}

async function sendsNoMore(as: Record<string, string>, { company }: Trader): Promise<void> {
  expect(refusal(await call('POST', '/documents/send', sendBody(), as))).toEqual([409, 'INVALID_TRANSITION']);
  expect(refusal(await call('POST', `/companies/${company.id}/registration`, {}))).toEqual([
    409,
    'INVALID_TRANSITION',
  ]);
}

async function receivesNoMore({ company }: Trader): Promise<void> {
  const [payload] = await exchange.app.database.query(`SELECT bytes FROM document_payloads LIMIT 1`);
  const inbound = exchange.app.app.get(NetworkListener).received({
    messageId: `late-${company.id}`,
    livemode: false,
    sender: '0208:0123456789',
    receiver: company.peppolId,
    payload: payload.bytes as Buffer,
  });
  await expect(inbound).rejects.toMatchObject({ code: 'RECIPIENT_NOT_FOUND', retryable: false });
}
