import { createHmac } from 'node:crypto';
import { DeliveryScene } from '../../support/delivery-scene';
import { ReceivedRequest } from '../../support/receiver';

let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start({ DELIVERY_TIMEOUT_MS: '400' });
});
afterAll(() => scene.stop());

/** What a careful receiver does; each flag leaves out one part of it. */
function careful(secret: string, { signature = true, freshness = true, duplicates = true } = {}) {
  const seen = new Set<string>();
  return ({ headers, rawBody, event }: ReceivedRequest): number => {
    const { t, v1 } = Object.fromEntries(String(headers['x-flowie-signature']).split(',').map((part) => part.split('='))); // prettier-ignore
    const mac = createHmac('sha256', secret).update(`${t}.`).update(rawBody).digest('hex');
    if (signature && mac !== v1) return 401;
    if (freshness && Math.abs(Date.now() / 1_000 - Number(t)) > 300) return 400;
    if (!duplicates && seen.has(event.id)) return 409;
    seen.add(event.id);
    return 200;
  };
}

async function test(flags: Parameters<typeof careful>[1]) {
  const { id, secret } = await scene.subscribe();
  const judge = careful(secret, flags);
  scene.receiver.answer((request, response) => response.writeHead(judge(request)).end());
  const { status, body } = await scene.post(`${id}/test`);
  expect(status).toBe(200);
  const failed = body.checks.filter(({ passed }: { passed: boolean }) => !passed);
  return { id, body, failed: failed.map(({ name }: { name: string }) => name) };
}

it('200: a careful receiver passes, and the scorecard is kept on the webhook', async () => {
  const { id, body, failed } = await test({});
  expect(failed).toEqual([]);
  expect(body.passed).toBe(true);
  expect(body.checks.map(({ name }: { name: string }) => name)).toEqual([
    'accepts_valid',
    'refuses_tampered',
    'refuses_stale',
    'accepts_duplicate',
    'answers_fast',
    'certificate',
  ]);
  expect((await scene.get(id)).body.lastTest).toEqual(body);
  const pings = scene.receiver.ofType('webhook.test');
  expect(pings.map(({ event }) => event.data.purpose)).toEqual(['ping', 'tampered', 'stale', 'duplicate']);
  expect(pings[3]!.event.id).toBe(pings[0]!.event.id);
  const [{ count }] = await scene.app.database.query('SELECT count(*)::integer FROM events');
  expect(count).toBe(0);
});

it.each([
  [{ signature: false }, ['refuses_tampered']],
  [{ freshness: false }, ['refuses_stale']],
  [{ signature: false, freshness: false }, ['refuses_tampered', 'refuses_stale']],
  [{ duplicates: false }, ['accepts_duplicate']],
])('200: a receiver with %j fails %j, with advice', async (flags, expected) => {
  const { body, failed } = await test(flags);
  expect([body.passed, failed]).toEqual([false, expected]);
  for (const check of body.checks) expect(check.advice.length).toBeGreaterThan(10);
});

it('200: one that redirects, hangs or is not there', async () => {
  const { id } = await scene.subscribe();
  scene.receiver.answer((_request, response) => response.writeHead(302, { location: '/other' }).end());
  const redirect = (await scene.post(`${id}/test`)).body.checks[0];
  expect([redirect.passed, redirect.statusCode]).toEqual([false, 302]);
  expect(redirect.advice).toContain('Redirects are not followed');
  scene.receiver.answer(() => undefined);
  const hanging = (await scene.post(`${id}/test`)).body;
  expect(hanging.checks[0]).toMatchObject({ passed: false, statusCode: null });
  expect(hanging.checks[4]).toMatchObject({ name: 'answers_fast', passed: false });
  scene.receiver.answer(204);
});

it('429 beyond ten tests a minute (of 21, some are in one minute with ten others)', async () => {
  const { id } = await scene.subscribe();
  const answers: number[] = [];
  for (let count = 0; count < 21; count++) answers.push((await scene.post(`${id}/test`)).status);
  expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
  expect(answers[0]).toBe(200);
});

it('404 for a webhook that is not there', async () => {
  expect((await scene.post('wh_none/test')).body.error.code).toBe('WEBHOOK_NOT_FOUND');
});
