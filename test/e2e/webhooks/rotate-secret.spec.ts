import Stripe from 'stripe';
import { Webhook } from 'standardwebhooks';
import { DeliveryScene } from '../../support/delivery-scene';
import { ReceivedRequest } from '../../support/receiver';
import { eventually } from '../../support/eventually';

let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start();
});
afterAll(() => scene.stop());
afterEach(() => scene.receiver.answer(204));

/** Whether Stripe's SDK and standardwebhooks both take it with that secret. */
function verifies({ rawBody, headers }: ReceivedRequest, secret: string): boolean {
  try {
    const signature = String(headers['x-flowie-signature']);
    new Stripe('sk_test_none').webhooks.constructEvent(rawBody, signature, secret, 1e9);
    // standardwebhooks checks the time by the system's clock, which these tests do not advance for it.
    new Webhook(secret).verify(rawBody.toString(), headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

async function deliverOne(): Promise<ReceivedRequest> {
  const [event] = await scene.emit();
  return eventually('the delivery', () =>
    scene.receiver.requests.find((request) => request.event.id === event!.id),
  );
}

it('200: both secrets sign until the overlap ends, the old one last; then only the new one', async () => {
  const { id, secret: old } = await scene.subscribe();
  const rotated = await scene.post(`${id}/rotate-secret`, { overlapSeconds: 120 });
  expect(rotated.status).toBe(200);
  expect(rotated.body.secret).toMatch(/^whsec_/);
  expect((await scene.get(id)).body.previousSecretExpiresAt).toBe(rotated.body.previousSecretExpiresAt);
  const during = await deliverOne();
  expect(String(during.headers['x-flowie-signature'])).toMatch(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
  expect([verifies(during, rotated.body.secret), verifies(during, old)]).toEqual([true, true]);
  const parts = Object.fromEntries(String(during.headers['x-flowie-signature']).split(',').map((part) => part.split('='))); // prettier-ignore
  const alone = `t=${parts.t},v1=${parts.v1}`;
  new Stripe('sk_test_none').webhooks.constructEvent(during.rawBody, alone, old);
  scene.app.clock.advance({ seconds: 121 });
  expect((await scene.get(id)).body.previousSecretExpiresAt).toBeNull();
  const after = await deliverOne();
  expect(String(after.headers['x-flowie-signature'])).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  expect([verifies(after, rotated.body.secret), verifies(after, old)]).toEqual([true, false]);
  await scene.app.exchange('DELETE', `/webhooks/${id}`, { key: scene.key });
});

it('200: no overlap when none is wanted, and a secret of the client', async () => {
  const { id } = await scene.subscribe();
  const secret = `whsec_${Buffer.alloc(32, 'y').toString('base64')}`;
  const { body } = await scene.post(`${id}/rotate-secret`, { overlapSeconds: 0, secret });
  expect(body).toEqual({ id, secret, previousSecretExpiresAt: null });
  await scene.app.exchange('DELETE', `/webhooks/${id}`, { key: scene.key });
});

it('a retry with the same Idempotency-Key gives the same secret', async () => {
  const { id } = await scene.subscribe();
  const rotate = () =>
    scene.app.post(`/webhooks/${id}/rotate-secret`, scene.key, {}, { 'Idempotency-Key': 'rotate-1' });
  expect((await rotate()).body).toEqual((await rotate()).body);
  await scene.app.exchange('DELETE', `/webhooks/${id}`, { key: scene.key });
});

it('a ping signed with the new secret alone ends the overlap when it is accepted, and changes nothing when it is not', async () => {
  const { id, secret: old } = await scene.subscribe();
  const { body } = await scene.post(`${id}/rotate-secret`);
  const holding = (secret: string) =>
    scene.receiver.answer((request, response) =>
      response.writeHead(verifies(request, secret) ? 204 : 401).end(),
    );
  holding(old);
  expect((await scene.post(`${id}/confirm-secret`)).body).toEqual({
    confirmed: false,
    statusCode: 401,
    message: 'The ping signed with the new secret alone was answered with 401: nothing has changed.',
  });
  expect((await scene.get(id)).body.previousSecretExpiresAt).not.toBeNull();
  holding(body.secret);
  expect((await scene.post(`${id}/confirm-secret`)).body).toMatchObject({ confirmed: true, statusCode: 204 });
  expect((await scene.get(id)).body.previousSecretExpiresAt).toBeNull();
  expect(verifies(await deliverOne(), old)).toBe(false);
});

it.each([
  [{ overlapSeconds: -1 }, 'overlapSeconds'],
  [{ overlapSeconds: 604_801 }, 'overlapSeconds'],
  [{ secret: 'short' }, 'secret'],
])('400 for %j', async (body, field) => {
  const { id } = await scene.subscribe();
  const answer = await scene.post(`${id}/rotate-secret`, body);
  expect([answer.status, answer.body.error.details[0].field]).toEqual([400, field]);
});

it('400 for the secret that signs already', async () => {
  const { id, secret } = await scene.subscribe();
  expect((await scene.post(`${id}/rotate-secret`, { secret })).body.error.details[0].field).toBe('secret');
});

it('404 for a webhook that is not there', async () => {
  for (const path of ['rotate-secret', 'confirm-secret'])
    expect((await scene.post(`wh_none/${path}`)).body.error.code).toBe('WEBHOOK_NOT_FOUND');
});
