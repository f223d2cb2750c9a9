import Stripe from 'stripe';
import { Webhook } from 'standardwebhooks';
import { waitsBeforeAttempts } from '../../src/modules/webhooks/engine/retry-schedule';
import { TestApp } from '../support/app';
import { deliveriesOf, emit, firstOrganizationId } from '../support/events';
import { eventually } from '../support/eventually';
import { Receiver } from '../support/receiver';
import { onboard, platformKey } from '../support/scenario';

let app: TestApp;
let receiver: Receiver;
let key: string;
let organizationId: string;

beforeAll(async () => {
  app = await TestApp.start({ DELIVERY_TIMEOUT_MS: '600' });
  key = await platformKey(app);
  organizationId = await firstOrganizationId(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  const { body } = await app.get('/webhooks?limit=100', key);
  for (const { id } of body.data) await app.exchange('DELETE', `/webhooks/${id}`, { key });
  await receiver.stop();
});

async function subscribe(events = ['document.updated'], path = '/hook', url = receiver.url) {
  const { status, body } = await app.post('/webhooks', key, { url: url + path, events });
  expect(status).toBe(201);
  return body as { id: string; secret: string };
}

async function settledState(webhookId: string, state: string, count = 1) {
  return eventually(`${count} deliveries ${state}`, async () => {
    const rows = (await deliveriesOf(app.database, webhookId)).filter((row) => row.state === state);
    return rows.length >= count && rows;
  });
}

const webhook = async (id: string) => (await app.get(`/webhooks/${id}`, key)).body;

it('delivers signed, with the headers of the cookbook, the very bytes that the Events API serves', async () => {
  const { secret } = await subscribe();
  const [event] = await emit(app, { organizationId });
  const request = await receiver.waitFor('document.updated');
  expect(request.method).toBe('POST');
  expect(request.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'Flowie-Webhooks/3.0',
    'x-flowie-event': 'document.updated',
    'x-flowie-event-id': event!.id,
    'x-flowie-attempt': '1',
  });
  expect(request.headers['x-flowie-delivery']).toMatch(/^dlv_[0-9A-Z]{26}$/);
  expect(request.headers['x-flowie-signature']).toMatch(/^t=\d{10},v1=[0-9a-f]{64}$/);
  const signature = String(request.headers['x-flowie-signature']);
  expect(
    new Stripe('sk_test_none').webhooks.constructEvent(request.rawBody, signature, secret),
  ).toMatchObject({ id: event!.id });
  expect(
    new Webhook(secret).verify(request.rawBody.toString(), request.headers as Record<string, string>),
  ).toBeTruthy();
  expect(request.event).toMatchObject({ id: event!.id, livemode: false, apiVersion: '2026-04-01' });
  const { text } = await app.get(`/events/${event!.id}`, key);
  expect(text).toBe(request.rawBody.toString());
});

it("keeps the cookbook's schedule: eight attempts of the same bytes, then the webhook is paused and says so", async () => {
  receiver.answer(500);
  const { id, secret } = await subscribe();
  const watcher = await Receiver.start();
  await subscribe(['webhook.paused'], '/watch', watcher.url);
  const [event] = await emit(app, { organizationId });
  for (let attempt = 1; attempt <= 8; attempt++) {
    const request = await receiver.waitFor('document.updated', attempt);
    expect(request.headers['x-flowie-attempt']).toBe(String(attempt));
    expect(request.rawBody.equals(event!.body)).toBe(true);
    expect(request.headers['x-flowie-delivery']).toBe(receiver.requests[0]!.headers['x-flowie-delivery']);
    const tolerance = 100_000_000;
    new Stripe('sk_test_none').webhooks.constructEvent(
      request.rawBody,
      String(request.headers['x-flowie-signature']),
      secret,
      tolerance,
    );
    await eventually(`attempt ${attempt} recorded`, async () => (await webhook(id)).failureCount === attempt);
    const wait = waitsBeforeAttempts[attempt];
    if (!wait) break;
    app.clock.advance({ milliseconds: wait - 1_000 });
    await app.get(`/webhooks/${id}`, key);
    expect(receiver.requests).toHaveLength(attempt);
    app.clock.advance({ milliseconds: wait * 0.1 + 2_000 });
  }
  await settledState(id, 'exhausted');
  expect(await webhook(id)).toMatchObject({ status: 'paused', failureCount: 8 });
  expect((await webhook(id)).pausedReason).toContain('answered with 500');
  const attempts = await app.database.query(
    'SELECT number, status_code FROM delivery_attempts ORDER BY number',
  );
  expect(attempts.slice(-8).map((row: { number: number }) => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const paused = await watcher.waitFor('webhook.paused');
  expect(paused.event.data).toMatchObject({ webhookId: id });
  await watcher.stop();
});

it('does not pause a webhook that anything else reached meanwhile', async () => {
  receiver.answer((request, response) =>
    response.writeHead(request.event.data.documentId === 'doc_bad' ? 500 : 204).end(),
  );
  const { id } = await subscribe();
  await emit(app, { organizationId, data: { documentId: 'doc_bad' } });
  for (let attempt = 1; attempt <= 8; attempt++) {
    await eventually(
      `attempt ${attempt}`,
      () => receiver.requests.filter(({ event }) => event.data.documentId === 'doc_bad').length >= attempt,
    );
    if (attempt === 4) {
      await emit(app, { organizationId, data: { documentId: 'doc_good' } });
      await settledState(id, 'delivered');
    }
    await eventually('the attempt is settled', async () =>
      (await deliveriesOf(app.database, id)).every(({ state }) => state !== 'leased'),
    );
    app.clock.advance({ milliseconds: (waitsBeforeAttempts[attempt] ?? 0) * 1.1 + 1_000 });
  }
  await settledState(id, 'exhausted');
  expect(await webhook(id)).toMatchObject({ status: 'active', failureCount: 4 });
});

it('holds the events of a paused webhook and releases them when it is active again', async () => {
  const { id } = await subscribe();
  await app.database.query(
    `UPDATE webhooks SET status = 'paused', paused_at = now(), failure_count = 9 WHERE id = $1`,
    [id],
  );
  await emit(app, { organizationId }, 3);
  await settledState(id, 'held', 3);
  expect(receiver.requests).toHaveLength(0);
  const { body } = await app.exchange('PATCH', `/webhooks/${id}`, { key, body: { status: 'active' } });
  expect(body).toMatchObject({ status: 'active', failureCount: 0, pausedAt: null });
  await receiver.waitFor('document.updated', 3);
});

it('makes no deliveries for a disabled webhook', async () => {
  const { id } = await subscribe();
  await app.exchange('PATCH', `/webhooks/${id}`, { key, body: { status: 'disabled' } });
  await emit(app, { organizationId });
  expect(await deliveriesOf(app.database, id)).toEqual([]);
});

it.each([
  ['a redirect', 302, /^$/],
  ['a refusal', 404, /^$/],
])('counts %s as a failure and follows nothing', async (_what, status) => {
  receiver.answer((_request, response) => response.writeHead(status, { location: '/elsewhere' }).end());
  const { id } = await subscribe();
  await emit(app, { organizationId });
  await eventually('the failure is counted', async () => (await webhook(id)).failureCount === 1);
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/hook']);
});

it('explains in plain words why no answer came', async () => {
  const silent = await Receiver.start();
  silent.answer(() => undefined);
  const hanging = await subscribe(['document.updated'], '/hang', silent.url);
  const closed = await Receiver.start();
  const nobody = await subscribe(['document.updated'], '/nobody', closed.url);
  await closed.stop();
  receiver.answer((request) => request && receiver.requests.length && undefined);
  await emit(app, { organizationId });
  const errorOf = (webhookId: string) =>
    eventually('the attempt is recorded', async () => {
      const rows: Array<{ error: string }> = await app.database.query(
        'SELECT error FROM delivery_attempts JOIN deliveries ON deliveries.id = delivery_id WHERE webhook_id = $1',
        [webhookId],
      );
      return rows[0]?.error;
    });
  expect(await errorOf(nobody.id)).toBe('connection refused');
  expect(await errorOf(hanging.id)).toMatch(/^timed out after [\d.]+ s$/);
  await silent.stop();
});

it('reads no more than 64 KiB of an answer', async () => {
  receiver.answer((_request, response) => response.writeHead(200).end(Buffer.alloc(5_000_000, 'x')));
  const { id } = await subscribe();
  await emit(app, { organizationId });
  await settledState(id, 'delivered');
  const rows = await app.database.query(
    'SELECT length(response_body) AS length FROM delivery_attempts JOIN deliveries ON deliveries.id = delivery_id WHERE webhook_id = $1',
    [id],
  );
  expect(rows).toEqual([{ length: 65_536 }]);
});

it('lets Retry-After lengthen the wait', async () => {
  receiver.answer((_request, response) => response.writeHead(429, { 'retry-after': '300' }).end());
  const { id } = await subscribe();
  await emit(app, { organizationId });
  const due = await eventually('the retry is scheduled', async () => {
    const rows: Array<{ due_at: Date }> = await app.database.query(
      `SELECT due_at FROM deliveries WHERE webhook_id = $1 AND attempt = 1 AND state = 'pending'`,
      [id],
    );
    return rows[0]?.due_at;
  });
  expect((due.getTime() - app.clock.now().getTime()) / 1_000).toBeGreaterThan(295);
});

it('does not let a slow receiver hold up the others', async () => {
  const slow = await Receiver.start();
  slow.answer(() => undefined);
  await subscribe(['document.updated'], '/slow', slow.url);
  await subscribe();
  await emit(app, { organizationId }, 60);
  await receiver.waitFor('document.updated', 60);
  await slow.stop();
});

it('delivers the event of a tenant to its own webhook and to the platform, each on its own, and to no other tenant', async () => {
  const { company, webhook: own } = await onboard(app, key, {
    webhook: { url: `${receiver.url}/own`, events: ['document.updated'] },
  });
  await onboard(app, key, { webhook: { url: `${receiver.url}/other`, events: ['*'] } });
  await subscribe(['document.updated'], '/platform');
  await emit(app, { organizationId, company: { id: company.id, metadata: { tenantId: 't_1' } } });
  await receiver.waitFor('document.updated', 2);
  expect(receiver.ofType('document.updated').map(({ path }) => path).sort()).toEqual(['/own', '/platform']); // prettier-ignore
  expect(receiver.ofType('document.updated')[0]!.event.data.company).toEqual({
    id: company.id,
    metadata: { tenantId: 't_1' },
  });
  expect(own.secret).toMatch(/^whsec_/);
});

it('keeps live and test apart', async () => {
  await subscribe();
  await emit(app, { organizationId, livemode: true });
  const [event] = await emit(app, { organizationId });
  const request = await receiver.waitFor('document.updated');
  expect(request.event.id).toBe(event!.id);
  expect(receiver.requests).toHaveLength(1);
});
