import { DeliveryScene } from '../../support/delivery-scene';
import { deliveriesOf } from '../../support/events';
import { eventually } from '../../support/eventually';

let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start({ REPLAY_PER_SECOND: '200' });
});
afterAll(() => scene.stop());
afterEach(async () => {
  scene.receiver.answer(204);
  await scene.app.database.query(`UPDATE webhooks SET status = 'disabled'`);
});

const codeOf = ({ status, body }: { status: number; body: any }) => [status, body.error?.code];

const ended = (id: string, replayId: string, state = 'done') =>
  eventually(`replay ${state}`, async () => {
    const { body } = await scene.get(`${id}/replays/${replayId}`);
    return body.state === state && body;
  });

describe('POST /webhooks/{id}/replay', () => {
  it('202: sends past events again as new deliveries, and tells how far it has come', async () => {
    const { id } = await scene.subscribe();
    const events = await scene.emit(4);
    await scene.settled(id, 'delivered', 4);
    scene.app.clock.advance({ seconds: 1 });
    const { status, body } = await scene.post(`${id}/replay`, { since: '1900-01-01' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ kind: 'replay', state: 'running', expected: 4, queued: 0 });
    expect(body.message).toContain('Up to 4 deliveries');
    await scene.settled(id, 'delivered', 8);
    expect(await ended(id, body.id)).toMatchObject({ queued: 4, finishedAt: expect.any(String) });
    for (const event of events) expect(scene.arrivals(event.id)).toBe(2);
  });

  it('202: only the undelivered ones, and only of that time, if so wished', async () => {
    const { id } = await scene.subscribe();
    const since = scene.app.clock.now().toISOString();
    await scene.emit(2);
    await scene.settled(id, 'delivered', 2);
    await scene.pause(id);
    const [lost] = await scene.emit();
    await scene.settled(id, 'held');
    await scene.patch(id, { status: 'active', replay: 'none' });
    await scene.settled(id, 'discarded');
    scene.app.clock.advance({ seconds: 1 });
    const until = scene.app.clock.now().toISOString();
    scene.app.clock.advance({ seconds: 1 });
    await scene.emit();
    await scene.settled(id, 'delivered', 3);
    const { body } = await scene.post(`${id}/replay`, { since, until, include: 'undelivered' });
    expect(body.expected).toBe(3);
    expect((await ended(id, body.id)).queued).toBe(1);
    await scene.settled(id, 'delivered', 4);
    expect(scene.arrivals(lost!.id)).toBe(1);
  });

  it('202: nothing to do is said', async () => {
    const { id } = await scene.subscribe();
    scene.app.clock.advance({ seconds: 5 });
    const { body } = await scene.post(`${id}/replay`, { since: scene.app.clock.now().toISOString() });
    expect(body).toMatchObject({ expected: 0, message: 'There is nothing to deliver in that time.' });
    await ended(id, body.id);
  });

  it.each([
    [{}, 400, 'MISSING_FIELD'],
    [{ since: 'yesterday' }, 400, 'INVALID_DATE'],
    [{ since: '2026-04-25T10:00:00Z', include: 'some' }, 400, 'INVALID_ENUM'],
  ])('%j is refused with %s %s', async (body, status, code) => {
    const { id } = await scene.subscribe();
    expect(codeOf(await scene.post(`${id}/replay`, body))).toEqual([status, code]);
  });
});

describe('POST /webhooks/{id}/recover', () => {
  it('202: every exhausted delivery once more, unless its event has arrived meanwhile', async () => {
    const { id } = await scene.subscribe();
    const since = scene.app.clock.now().toISOString();
    scene.receiver.answer(500);
    const [lost, resent] = await scene.emit(2);
    await scene.exhaust(id, 2);
    scene.receiver.answer(204);
    await scene.patch(id, { status: 'active' });
    const failed = await deliveriesOf(scene.app.database, id);
    const one = failed.find((row) => row.event_id === resent!.id)!;
    await scene.post(`${id}/deliveries/${one.id}/resend`);
    await scene.settled(id, 'delivered');
    const { status, body } = await scene.post(`${id}/recover`, { since });
    expect([status, body.kind, body.expected]).toEqual([202, 'recover', 2]);
    expect((await ended(id, body.id)).queued).toBe(1);
    await scene.settled(id, 'delivered', 2);
    expect([scene.arrivals(lost!.id), scene.arrivals(resent!.id)]).toEqual([9, 9]);
    const again = await scene.post(`${id}/recover`);
    expect((await ended(id, again.body.id)).queued).toBe(0);
  });
});

it('409 for a webhook that is not active', async () => {
  const { id } = await scene.subscribe();
  await scene.patch(id, { status: 'disabled' });
  expect(codeOf(await scene.post(`${id}/recover`))).toEqual([409, 'INVALID_TRANSITION']);
  expect(codeOf(await scene.post(`${id}/replay`, { since: '2026-04-25' }))).toEqual([
    409,
    'INVALID_TRANSITION',
  ]);
});

it('404 for a webhook or a replay that is not there', async () => {
  const { id } = await scene.subscribe();
  expect(codeOf(await scene.get(`${id}/replays/rpl_none`))).toEqual([404, 'NOT_FOUND']);
  expect(codeOf(await scene.post('wh_none/recover'))).toEqual([404, 'WEBHOOK_NOT_FOUND']);
  expect(codeOf(await scene.post('wh_none/replay', { since: '2026-04-25' }))).toEqual([
    404,
    'WEBHOOK_NOT_FOUND',
  ]);
});
