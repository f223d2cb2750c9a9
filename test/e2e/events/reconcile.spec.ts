import { createHash } from 'node:crypto';
import { DeliveryScene } from '../../support/delivery-scene';
import { emit } from '../../support/events';
import { onboard, secondOrganization } from '../../support/scenario';

let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start();
});
afterAll(() => scene.stop());
afterEach(() => scene.receiver.answer(204));

const from = () => scene.app.clock.now().toISOString();
const reconcile = (query: string, key = scene.key) => scene.app.get(`/events/reconcile?${query}`, key);
const digest = (ids: string[]) =>
  createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex');

it('200: for each webhook what became of every event, the gaps, and a digest that a receiver can compute', async () => {
  const start = from();
  const taking = await scene.subscribe();
  const failing = await scene.subscribe({ url: `${scene.receiver.url}/fail` });
  const stopped = await scene.subscribe();
  scene.receiver.answer(({ path }, response) => response.writeHead(path === '/fail' ? 500 : 204).end());
  const first = await scene.emit(2);
  await scene.settled(taking.id, 'delivered', 2);
  await scene.exhaust(failing.id, 2);
  await scene.patch(stopped.id, { status: 'disabled' });
  const [last] = await scene.emit();
  await scene.settled(taking.id, 'delivered', 3);
  await scene.settled(failing.id, 'held');
  await scene.app.post('/events/ack', scene.key, { eventIds: [first[0]!.id] });
  const { status, body } = await reconcile(`from=${start}`);
  expect(status).toBe(200);
  const ids = [...first, last!].map(({ id }) => id);
  const of = (id: string) => body.data.find(({ webhookId }: { webhookId: string }) => webhookId === id);
  const none = { pending: 0, held: 0, exhausted: 0, discarded: 0, missing: 0 };
  const common = { emitted: 3, acknowledged: 1, digest: digest(ids) };
  expect(of(taking.id)).toMatchObject({ ...none, ...common, delivered: 3, gaps: [] });
  expect(of(failing.id)).toMatchObject({
    ...none,
    ...common,
    delivered: 0,
    exhausted: 2,
    held: 1,
    gaps: ids,
    status: 'paused',
  });
  expect(of(stopped.id)).toMatchObject({
    ...none,
    ...common,
    delivered: 2,
    missing: 1,
    gaps: [last!.id],
    status: 'disabled',
  });
  expect(body.data.map(({ webhookId }: { webhookId: string }) => webhookId)).toEqual([
    stopped.id,
    failing.id,
    taking.id,
  ]);
  const all: Array<{ id: string }> = await scene.app.database.query('SELECT id FROM events');
  expect(all).toHaveLength(4);
  expect(body.events).toEqual({ emitted: 4, acknowledged: 1, digest: digest(all.map((event) => event.id)) });
});

it('200: an event counts by its best delivery, so a resend closes the gap', async () => {
  const start = from();
  const { id } = await scene.subscribe();
  scene.receiver.answer(410);
  await scene.emit();
  const [gone] = await scene.settled(id, 'exhausted');
  scene.receiver.answer(204);
  await scene.patch(id, { status: 'active' });
  await scene.post(`${id}/deliveries/${gone!.id}/resend`);
  await scene.settled(id, 'delivered');
  const { body } = await reconcile(`from=${start}&webhookId=${id}`);
  expect(body.data).toMatchObject([{ webhookId: id, delivered: 1, exhausted: 0, gaps: [] }]);
});

it('200: a tenant sees its own events and webhooks alone', async () => {
  const start = from();
  const tenant = await onboard(scene.app, scene.key, {
    webhook: { url: `${scene.receiver.url}/own`, events: ['document.updated'] },
  });
  const company = { id: tenant.company.id, metadata: {} };
  await emit(scene.app, { organizationId: scene.organizationId, company });
  await scene.emit();
  await scene.settled(tenant.webhook.id, 'delivered');
  const { body } = await reconcile(`from=${start}`, tenant.apiKey.key);
  const [own] = body.data;
  expect([body.data.length, own.webhookId, own.emitted, own.delivered]).toEqual([1, tenant.webhook.id, 1, 1]);
  const stranger = await secondOrganization(scene.app);
  const other = await reconcile(`from=${start}`, stranger.platformKey);
  expect([other.body.data, other.body.events.emitted]).toEqual([[], 0]);
  expect((await reconcile(`from=${start}&webhookId=${tenant.webhook.id}`, stranger.platformKey)).status).toBe(
    404,
  );
});

it('200: in pages of webhooks', async () => {
  const { body } = await reconcile(`from=${from()}&to=2099-01-01T00:00:00Z`.replace(/to=.*/, `limit=1`));
  expect([body.data.length, body.hasMore]).toEqual([1, true]);
  const next = await reconcile(`from=${from()}&limit=1&cursor=${body.nextCursor}`);
  expect(next.body.data[0].webhookId).not.toBe(body.data[0].webhookId);
});

it.each([
  ['', 'MISSING_FIELD', 'from'],
  ['from=yesterday', 'INVALID_DATE', 'from'],
  ['from=2026-01-02&to=2026-01-01', 'INVALID_DATE', 'to'],
  ['from=2026-01-01&to=2026-01-01', 'INVALID_DATE', 'to'],
  ['from=2026-01-01&to=2026-02-02', 'INVALID_DATE', 'to'],
])('400: %s', async (query, code, field) => {
  const { status, body } = await reconcile(query);
  expect([status, body.error.code, body.error.details[0].field]).toEqual([400, code, field]);
});
