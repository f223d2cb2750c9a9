import { createHash } from 'node:crypto';
import { DeliveryScene } from '../../support/delivery-scene';
import { emit } from '../../support/events';
import { onboard, platformKey, secondOrganization } from '../../support/scenario';

let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start();
});
afterAll(() => scene.stop());
afterEach(() => scene.receiver.answer(204));

const codeOf = ({ status, body }: { status: number; body: any }) => [status, body.error?.code];

describe('GET /webhooks/{id}/deliveries/{delivery}', () => {
  it('200: every attempt as it was sent and answered', async () => {
    const { id } = await scene.subscribe();
    scene.receiver.answer((_request, response) => response.writeHead(503).end('try later'));
    const [event] = await scene.emit();
    const first = await scene.receiver.waitFor('document.updated', scene.receiver.requests.length + 1);
    scene.receiver.answer(204);
    const [pending] = await scene.failed(id);
    scene.app.clock.advance({ seconds: 40 });
    await scene.settled(id, 'delivered');
    const { status, body } = await scene.get(`${id}/deliveries/${pending!.id}`);
    expect(status).toBe(200);
    const sha256 = createHash('sha256').update(event!.body).digest('hex');
    expect(body).toMatchObject({
      id: pending!.id,
      eventId: event!.id,
      eventType: 'document.updated',
      state: 'delivered',
      attemptCount: 2,
      lastStatusCode: 204,
      nextAttemptAt: null,
      resentFrom: null,
      body: event!.body.toString(),
    });
    expect(body.attempts).toHaveLength(2);
    expect(body.attempts[0]).toMatchObject({
      number: 1,
      statusCode: 503,
      responseBody: 'try later',
      error: null,
      slow: false,
      bodySha256: sha256,
      tls: null,
      remoteAddress: '127.0.0.1',
      request: { method: 'POST', url: `${scene.receiver.url}/hook` },
    });
    for (const [name, value] of Object.entries<string>(body.attempts[0].request.headers))
      expect([name, first.headers[name.toLowerCase()]]).toEqual([name, value]);
    expect(body.attempts[1].bodySha256).toBe(sha256);
  });
});

describe('GET /webhooks/{id}/deliveries', () => {
  it('200: newest first, in pages, filtered by state, type, time, event and document', async () => {
    const { id } = await scene.subscribe({ events: ['*'] });
    const before = scene.app.clock.now().toISOString();
    const { organizationId } = scene;
    const [one] = await emit(scene.app, { organizationId, type: 'document.sent', documentId: 'doc_one' });
    scene.app.clock.advance({ seconds: 1 });
    const between = scene.app.clock.now().toISOString();
    const [two] = await emit(scene.app, { organizationId });
    await scene.settled(id, 'delivered', 2);
    const events = async (query: string) =>
      (await scene.get(`${id}/deliveries?${query}`)).body.data.map(({ eventId }: any) => eventId);
    expect(await events('')).toEqual([two!.id, one!.id]);
    expect(await events('type=document.sent')).toEqual([one!.id]);
    expect(await events('type=document.sent&type=document.updated')).toEqual([two!.id, one!.id]);
    expect(await events('state=delivered')).toEqual([two!.id, one!.id]);
    expect(await events('state=held&state=exhausted')).toEqual([]);
    expect(await events(`since=${between}`)).toEqual([two!.id]);
    expect(await events(`since=${before}&until=${between}`)).toEqual([one!.id]);
    expect(await events('documentId=doc_one')).toEqual([one!.id]);
    expect(await events(`eventId=${two!.id}`)).toEqual([two!.id]);
    const page = (await scene.get(`${id}/deliveries?limit=1`)).body;
    expect([page.data.length, page.hasMore]).toEqual([1, true]);
    expect(await events(`limit=1&cursor=${page.nextCursor}`)).toEqual([one!.id]);
  });

  it.each([
    ['state=lost', 'INVALID_ENUM'],
    ['type=document.lost', 'INVALID_ENUM'],
    ['since=yesterday', 'INVALID_DATE'],
    ['cursor=WyJ3aF8xIl0', 'INVALID_CURSOR'],
    ['limit=0', 'INVALID_REQUEST'],
  ])('400: %s', async (query, code) => {
    const { id } = await scene.subscribe();
    expect(codeOf(await scene.get(`${id}/deliveries?${query}`))).toEqual([400, code]);
  });
});

describe('POST /webhooks/{id}/deliveries/{delivery}/resend', () => {
  it('201: the same bytes and event id, a delivery id of its own, a fresh signature', async () => {
    const { id } = await scene.subscribe();
    const [event] = await scene.emit();
    const [delivered] = await scene.settled(id, 'delivered');
    scene.app.clock.advance({ hours: 1 });
    const { status, body } = await scene.post(`${id}/deliveries/${delivered!.id}/resend`);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      eventId: event!.id,
      state: 'pending',
      resentFrom: delivered!.id,
      attemptCount: 0,
    });
    expect(body.message).toContain('leaves at once');
    await scene.settled(id, 'delivered', 2);
    const sent = scene.receiver.requests.filter((request) => request.event.id === event!.id && request.path === '/hook'); // prettier-ignore
    const [first, again] = [sent.at(-2)!, sent.at(-1)!];
    expect(again.rawBody.equals(first.rawBody)).toBe(true);
    expect(again.headers['x-flowie-delivery']).toBe(body.id);
    expect(again.headers['x-flowie-attempt']).toBe('1');
    expect(again.headers['x-flowie-signature']).not.toBe(first.headers['x-flowie-signature']);
  });

  it('201: held while the webhook is paused, and says so', async () => {
    const { id } = await scene.subscribe();
    await scene.emit();
    const [delivered] = await scene.settled(id, 'delivered');
    await scene.app.database.query(`UPDATE webhooks SET status = 'paused' WHERE id = $1`, [id]);
    const { body } = await scene.post(`${id}/deliveries/${delivered!.id}/resend`);
    expect(body).toMatchObject({ state: 'held', message: expect.stringContaining('paused') });
  });

  it('409 while it is still on its way, held, or its webhook disabled', async () => {
    const { id } = await scene.subscribe();
    scene.receiver.answer(500);
    await scene.emit();
    const [pending] = await scene.failed(id);
    const resend = () => scene.post(`${id}/deliveries/${pending!.id}/resend`);
    expect(codeOf(await resend())).toEqual([409, 'INVALID_TRANSITION']);
    await scene.patch(id, { status: 'disabled' });
    await scene.settled(id, 'held');
    expect((await resend()).body.error.message).toContain('held');
    await scene.app.database.query(`UPDATE deliveries SET state = 'discarded' WHERE id = $1`, [pending!.id]);
    expect((await resend()).body.error.message).toContain('disabled');
  });

  it('once for one Idempotency-Key', async () => {
    const { id } = await scene.subscribe();
    await scene.emit();
    const [delivered] = await scene.settled(id, 'delivered');
    const path = `/webhooks/${id}/deliveries/${delivered!.id}/resend`;
    const resend = () => scene.app.post(path, scene.key, {}, { 'Idempotency-Key': 'resend-1' });
    expect((await resend()).body.id).toBe((await resend()).body.id);
    await scene.settled(id, 'delivered', 2);
    expect((await scene.get(`${id}/deliveries`)).body.data).toHaveLength(2);
  });
});

it("404 for a delivery that is not there, another webhook's, or another tenant's", async () => {
  const { id } = await scene.subscribe();
  const other = await scene.subscribe();
  await scene.emit();
  const [delivery] = await scene.settled(id, 'delivered');
  const stranger = await secondOrganization(scene.app);
  const live = await platformKey(scene.app, { mode: 'live' });
  const tenant = (await onboard(scene.app, scene.key)).apiKey.key;
  for (const end of ['', '/resend']) {
    const call = (webhook: string, one: string, key = scene.key) =>
      end
        ? scene.post(`${webhook}/deliveries/${one}${end}`, {}, key)
        : scene.get(`${webhook}/deliveries/${one}`, key);
    expect(codeOf(await call(id, 'dlv_none'))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await call(other.id, delivery!.id))).toEqual([404, 'NOT_FOUND']);
    for (const key of [stranger.platformKey, live, tenant])
      expect(codeOf(await call(id, delivery!.id, key))).toEqual([404, 'WEBHOOK_NOT_FOUND']);
  }
  for (const key of [stranger.platformKey, live, tenant])
    expect(codeOf(await scene.get(`${id}/deliveries`, key))).toEqual([404, 'WEBHOOK_NOT_FOUND']);
});
