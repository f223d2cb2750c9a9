import { DeliveryScene } from '../../support/delivery-scene';
import { eventually } from '../../support/eventually';

let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start();
});
afterAll(() => scene.stop());

const secret = `whsec_${Buffer.alloc(24, 'x').toString('base64')}`;

it('takes a secret of the client, and signs with it', async () => {
  const created = await scene.app.post('/webhooks', scene.key, {
    url: scene.receiver.url,
    events: ['document.updated'],
    secret,
  });
  expect([created.status, created.body.secret]).toEqual([201, secret]);
});

it('sends the headers of its owner beside ours, and never shows their values', async () => {
  const { id } = await scene.subscribe({ headers: { Authorization: 'Bearer hidden-value', 'X-Team': 'a' } });
  const read = await scene.get(id);
  expect(read.body.headerNames).toEqual(['Authorization', 'X-Team']);
  const [event] = await scene.emit();
  const request = await eventually('the delivery', () =>
    scene.receiver.requests.find(({ event: { id }, headers }) => id === event!.id && headers['x-team']),
  );
  expect(request.headers).toMatchObject({ authorization: 'Bearer hidden-value', 'x-team': 'a' });
  const [delivery] = await scene.settled(id, 'delivered');
  const logged = await scene.get(`${id}/deliveries/${delivery!.id}`);
  expect(logged.body.attempts[0].request.headers).toMatchObject({ Authorization: '[hidden]' });
  const [row] = await scene.app.database.query('SELECT sealed_headers FROM webhooks WHERE id = $1', [id]);
  for (const text of [read.text, logged.text, row.sealed_headers.toString()])
    expect(text).not.toContain('hidden-value');
});

it('keeps, replaces and clears headers, metadata, limit and description: absent and null differ', async () => {
  const options = { headers: { 'X-Team': 'a' }, metadata: { team: 'a' }, inFlightLimit: 3, description: 'A' };
  const { id } = await scene.subscribe(options);
  const kept = await scene.patch(id, { events: ['*'] });
  expect(kept.body).toMatchObject({ headerNames: ['X-Team'], metadata: { team: 'a' }, inFlightLimit: 3 });
  const replaced = await scene.patch(id, { headers: { 'X-B': '1' }, metadata: { b: 1 }, inFlightLimit: 100 });
  expect(replaced.body).toMatchObject({ headerNames: ['X-B'], metadata: { b: 1 }, inFlightLimit: 100 });
  const cleared = await scene.patch(id, { headers: null, metadata: null, description: null });
  expect(cleared.body).toMatchObject({
    headerNames: [],
    metadata: {},
    description: null,
    inFlightLimit: 100,
  });
});

it.each([
  [{ secret: 'whsec_short' }, 'secret'],
  [{ secret: 'no prefix, and no base64, of thirty-two characters' }, 'secret'],
  [{ inFlightLimit: 0 }, 'inFlightLimit'],
  [{ inFlightLimit: 101 }, 'inFlightLimit'],
  [{ inFlightLimit: '5' }, 'inFlightLimit'],
  [{ headers: { 'X-Flowie-Signature': 'forged' } }, 'headers'],
  [{ headers: { 'webhook-id': 'forged' } }, 'headers'],
  [{ headers: { Host: 'elsewhere' } }, 'headers'],
  [{ headers: { 'content-length': '0' } }, 'headers'],
  [{ headers: { 'X Y': '1' } }, 'headers'],
  [{ headers: { 'X-A': 'a\r\nX-B: b' } }, 'headers'],
  [{ headers: { 'X-A': 'é' } }, 'headers'],
  [{ headers: { 'X-A': 7 } }, 'headers'],
  [{ headers: { 'X-A': '1', 'x-a': '2' } }, 'headers'],
  [{ headers: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`X-${at}`, '1'])) }, 'headers'],
  [{ headers: ['X-A'] }, 'headers'],
  [{ metadata: { big: 'x'.repeat(16_385) } }, 'metadata'],
  [{ metadata: 'text' }, 'metadata'],
])('400 for %j, which names the field', async (body, field) => {
  const whole = { url: scene.receiver.url, events: ['*'], ...body };
  const answer = await scene.app.post('/webhooks', scene.key, whole);
  expect([answer.status, answer.body.error.code, answer.body.error.details[0].field]).toEqual([
    400,
    'INVALID_REQUEST',
    field,
  ]);
  expect(answer.text).not.toContain('forged');
});

it('the history tells who stopped and started it, when and why', async () => {
  const { id } = await scene.subscribe();
  await scene.patch(id, { status: 'disabled', reason: 'Moving house' });
  await scene.patch(id, { status: 'disabled' });
  await scene.patch(id, { status: 'active' });
  const { status, body } = await scene.get(`${id}/history`);
  expect(status).toBe(200);
  expect(body.data).toEqual([
    {
      status: 'active',
      changedBy: expect.stringMatching(/^key_/),
      reason: null,
      changedAt: expect.any(String),
    },
    {
      status: 'disabled',
      changedBy: expect.stringMatching(/^key_/),
      reason: 'Moving house',
      changedAt: expect.any(String),
    },
  ]);
  expect((await scene.get('wh_unknown/history')).status).toBe(404);
});

it('opens no more calls at a time than its limit', async () => {
  const { id } = await scene.subscribe({ inFlightLimit: 2 });
  const open: Array<() => void> = [];
  let most = 0;
  scene.receiver.answer((_request, response) => {
    open.push(() => response.writeHead(204).end());
    most = Math.max(most, open.length);
  });
  await scene.app.database.query(`UPDATE webhooks SET status = 'disabled' WHERE id <> $1`, [id]);
  await scene.emit(8);
  await eventually('all delivered', async () => {
    if (open.length === 2 || most === 2) open.splice(0).forEach((release) => release());
    const rows = await scene.app.database.query(
      `SELECT count(*)::integer AS count FROM deliveries WHERE webhook_id = $1 AND state = 'delivered'`,
      [id],
    );
    return rows[0].count === 8;
  });
  expect(most).toBe(2);
  scene.receiver.answer(204);
});
