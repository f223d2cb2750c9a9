import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeliveryScene } from '../../support/delivery-scene';
import { deliveriesOf } from '../../support/events';
import { eventually } from '../../support/eventually';
import { Receiver } from '../../support/receiver';
import { admin } from '../../support/app';

const outbox = mkdtempSync(join(tmpdir(), 'flowie-mails-'));
let scene: DeliveryScene;
let watcher: Receiver;

beforeAll(async () => {
  scene = await DeliveryScene.start({ MAIL_OUTBOX: outbox });
  watcher = await Receiver.start();
  await scene.subscribe({ url: watcher.url, events: ['webhook.paused'] });
});
afterAll(async () => {
  await scene.stop();
  await watcher.stop();
});
beforeEach(() => scene.receiver.answer(204));

/** The mails about that webhook, oldest first, as soon as there are so many. */
const mailsAbout = (id: string, count = 1) =>
  eventually(`${count} mails about ${id}`, () => {
    const texts = readdirSync(outbox).sort().map((name) => readFileSync(join(outbox, name), 'utf8').replace(/=\r\n/g, '')); // prettier-ignore
    const about = texts.filter((text) => text.includes(id));
    return about.length >= count && about;
  });

const history = async (id: string) => (await scene.get(`${id}/history`)).body.data;

async function failUntil(id: string, attempt: number): Promise<void> {
  await eventually(`attempt ${attempt}`, async () => {
    const [row] = await deliveriesOf(scene.app.database, id);
    if (row && row.state === 'pending' && row.attempt >= attempt) return true;
    await scene.advanceWhenIdle(id, { hours: 14 });
    return false;
  });
}

it('warns by mail at the fourth failure, once, and mails again when it pauses, with examples and the last status', async () => {
  const { id } = await scene.subscribe();
  scene.receiver.answer((_request, response) => response.writeHead(503).end());
  await scene.emit();
  await failUntil(id, 4);
  const [warning] = await mailsAbout(id);
  expect(warning).toContain(`To: ${admin.email}`);
  expect(warning).toContain('Subject: Your webhook is failing');
  expect(warning).toContain('has failed 4 times');
  const [exhausted] = await scene.exhaust(id);
  const [, paused] = await mailsAbout(id, 2);
  expect(paused).toContain('Subject: Your webhook is paused');
  expect(paused).toContain('Last status: 503');
  expect(paused!.match(/attempt [678], .*was answered with 503/g)).toHaveLength(3);
  expect(paused).toContain(`/exchange/v1/webhooks/${id}`);
  expect(await mailsAbout(id)).toHaveLength(2);
  const reason = 'A delivery failed 8 times; the last attempt was answered with 503.';
  expect((await scene.get(id)).body).toMatchObject({
    status: 'paused',
    pausedReason: reason,
    failureCount: 8,
  });
  expect(await history(id)).toMatchObject([{ status: 'paused', changedBy: 'system', reason }]);
  const { event } = await watcher.waitFor('webhook.paused', watcher.requests.length || 1);
  expect(event.data).toEqual({
    webhookId: id,
    companyId: null,
    url: `${scene.receiver.url}/hook`,
    status: 'paused',
    reason,
    failureCount: 8,
    failedDeliveryId: exhausted!.id,
  });
});

it('warns again only after a success in between', async () => {
  const { id } = await scene.subscribe();
  scene.receiver.answer(500);
  await scene.emit(2);
  await failUntil(id, 5);
  expect(await mailsAbout(id)).toHaveLength(1);
  scene.receiver.answer(204);
  scene.app.clock.advance({ hours: 14 });
  await scene.settled(id, 'delivered', 2);
  scene.app.clock.advance({ seconds: 1 });
  scene.receiver.answer(500);
  await scene.emit();
  await scene.exhaust(id);
  expect(await mailsAbout(id, 3)).toHaveLength(3);
});

it('410 Gone disables at once: one attempt, waiting deliveries held, history, mail, event', async () => {
  const { id } = await scene.subscribe();
  scene.receiver.answer(500);
  await scene.emit();
  await scene.failed(id);
  scene.receiver.answer(410);
  const before = watcher.requests.length;
  await scene.emit();
  const [gone] = await scene.settled(id, 'exhausted');
  expect(gone!.attempt).toBe(1);
  await scene.settled(id, 'held');
  expect((await scene.get(id)).body.status).toBe('disabled');
  expect(await history(id)).toMatchObject([
    { status: 'disabled', changedBy: 'system', reason: expect.stringContaining('410 Gone') },
  ]);
  const { body: audit } = await scene.app.get(`/platform/audit?subject=${id}&actor=system`, scene.key);
  expect(audit.data).toMatchObject([
    { action: 'webhook.disabled', actor: { kind: 'system' }, requestId: null },
  ]);
  expect((await mailsAbout(id))[0]).toContain('Subject: Your webhook is disabled');
  const { event } = await watcher.waitFor('webhook.paused', before + 1);
  expect(event.data).toMatchObject({ webhookId: id, status: 'disabled' });
  await scene.emit();
  expect(await deliveriesOf(scene.app.database, id)).toHaveLength(2);
});

it('marks an answer after more than five seconds as slow, and as delivered', async () => {
  const { id } = await scene.subscribe();
  await scene.emit();
  const [delivery] = await scene.settled(id, 'delivered');
  const detail = async () => (await scene.get(`${id}/deliveries/${delivery!.id}`)).body.attempts[0];
  expect((await detail()).slow).toBe(false);
  await scene.app.database.query(`UPDATE delivery_attempts SET duration_ms = 5001 WHERE delivery_id = $1`, [delivery!.id]); // prettier-ignore
  expect(await detail()).toMatchObject({ slow: true, statusCode: 204 });
});

it('holds a large backlog bit by bit when it pauses, and releases all of it', async () => {
  const { id } = await scene.subscribe();
  await scene.app.database.query(`UPDATE webhooks SET status = 'paused' WHERE id = $1`, [id]);
  await scene.emit();
  await scene.app.database.query(
    `INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, attempt, due_at, created_at)
     SELECT new_delivery_id(created_at), webhook_id, event_id, event_type, organization_id, livemode, 'pending', n % 2, due_at, created_at
     FROM deliveries, generate_series(1, 2500) AS n WHERE webhook_id = $1`,
    [id],
  );
  await scene.settled(id, 'held', 2_501);
});

it("a secret that cannot be opened any more is our fault: the attempt does not count, and others' deliveries go on", async () => {
  const broken = await scene.subscribe();
  const sealed = await scene.app.database.query('SELECT sealed_secret FROM webhooks WHERE id = $1', [
    broken.id,
  ]);
  await scene.app.database.query(`UPDATE webhooks SET sealed_secret = '\\x026b39'::bytea WHERE id = $1`, [
    broken.id,
  ]);
  const healthy = await scene.subscribe();
  await scene.emit();
  await scene.settled(healthy.id, 'delivered');
  expect(await deliveriesOf(scene.app.database, broken.id)).toMatchObject([{ state: 'leased', attempt: 1 }]);
  await scene.app.database.query('UPDATE webhooks SET sealed_secret = $2 WHERE id = $1', [broken.id, sealed[0].sealed_secret]); // prettier-ignore
  scene.app.clock.advance({ seconds: 31 });
  const [delivered] = await scene.settled(broken.id, 'delivered');
  expect(delivered!.attempt).toBe(1);
});
