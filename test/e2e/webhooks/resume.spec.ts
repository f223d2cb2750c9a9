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
const states = async (id: string) =>
  (await deliveriesOf(scene.app.database, id)).map(({ state }) => state).sort();

describe('PATCH {"status":"active"} of a paused webhook', () => {
  it('releases all that was held by default, at its pace, oldest first', async () => {
    const { id } = await scene.subscribe({ inFlightLimit: 1 });
    await scene.pause(id);
    const events = await scene.emit(30);
    await scene.settled(id, 'held', 30);
    const { body } = await scene.patch(id, { status: 'active' });
    expect(body).toMatchObject({ status: 'active', failureCount: 0 });
    expect(body.message).toContain('at most 200 a second');
    await scene.settled(id, 'delivered', 30);
    const order = scene.receiver.requests.slice(-30).map(({ event }) => event.id);
    expect(order).toEqual(events.map((event) => event.id));
  });

  it('spreads the due times, so that recovery is no second outage', async () => {
    const { id } = await scene.subscribe();
    await scene.pause(id);
    await scene.emit(1);
    await scene.app.database.query(
      `INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, due_at, created_at)
       SELECT new_delivery_id(created_at), webhook_id, event_id, event_type, organization_id, livemode, 'held', due_at, created_at
       FROM deliveries, generate_series(1, 1199) WHERE webhook_id = $1`,
      [id],
    );
    await scene.patch(id, { status: 'active' });
    const spread = await eventually('the first round', async () => {
      const [row] = await scene.app.database.query(
        `SELECT count(*) FILTER (WHERE state <> 'held')::integer AS released, extract(epoch FROM max(due_at) FILTER (WHERE state = 'pending') - $2::timestamptz)::float AS ahead
         FROM deliveries WHERE webhook_id = $1`,
        [id, scene.app.clock.now()],
      );
      return row.released > 0 && row;
    });
    expect(spread.released).toBe(1_000);
    expect(spread.ahead).toBeGreaterThan(3);
    expect(spread.ahead).toBeLessThanOrEqual(5);
    await scene.app.database.query(`UPDATE deliveries SET state = 'discarded' WHERE state = 'pending'`);
    scene.app.clock.advance({ seconds: 5 });
    await eventually('the second round', async () => !(await states(id)).includes('held'));
  });

  it('"none" discards what was held; new events leave', async () => {
    const { id } = await scene.subscribe();
    await scene.pause(id);
    const [old] = await scene.emit();
    await scene.settled(id, 'held');
    const { body } = await scene.patch(id, { status: 'active', replay: 'none' });
    expect(body.message).toContain('discarded');
    await scene.settled(id, 'discarded');
    const [fresh] = await scene.emit();
    await scene.settled(id, 'delivered');
    expect([scene.arrivals(old!.id), scene.arrivals(fresh!.id)]).toEqual([0, 1]);
  });

  it('{"since"} discards the older ones', async () => {
    const { id } = await scene.subscribe();
    await scene.pause(id);
    const [old] = await scene.emit();
    scene.app.clock.advance({ seconds: 2 });
    const since = scene.app.clock.now().toISOString();
    const [young] = await scene.emit();
    await scene.settled(id, 'held', 2);
    await scene.patch(id, { status: 'active', replay: { since } });
    await scene.settled(id, 'delivered');
    await scene.settled(id, 'discarded');
    expect([scene.arrivals(old!.id), scene.arrivals(young!.id)]).toEqual([0, 1]);
  });

  it('stops when the webhook is stopped again; what is not released stays held', async () => {
    const { id } = await scene.subscribe();
    await scene.pause(id);
    await scene.emit(3);
    await scene.settled(id, 'held', 3);
    scene.receiver.answer(500);
    await scene.patch(id, { status: 'active' });
    await scene.failed(id, 3);
    await scene.pause(id);
    await scene.settled(id, 'held', 3);
    scene.receiver.answer(204);
    await scene.patch(id, { status: 'active' });
    await scene.settled(id, 'delivered', 3);
  });
});

describe('PATCH {"status":"active"} of a disabled webhook', () => {
  it('{"since"} brings from the event log what happened meanwhile, once each', async () => {
    const { id } = await scene.subscribe();
    const since = scene.app.clock.now().toISOString();
    const [before] = await scene.emit();
    await scene.settled(id, 'delivered');
    await scene.patch(id, { status: 'disabled' });
    const missed = await scene.emit(5);
    expect(await states(id)).toEqual(['delivered']);
    await scene.patch(id, { status: 'active', replay: { since } });
    await scene.settled(id, 'delivered', 6);
    for (const event of [before!, ...missed]) expect(scene.arrivals(event.id)).toBe(1);
  });

  it('without since sends what was waiting when it was disabled, and nothing of the time after', async () => {
    const { id } = await scene.subscribe();
    scene.receiver.answer(500);
    const [waiting] = await scene.emit();
    await scene.failed(id);
    await scene.patch(id, { status: 'disabled' });
    await scene.settled(id, 'held');
    await scene.emit();
    scene.receiver.answer(204);
    await scene.patch(id, { status: 'active' });
    await scene.settled(id, 'delivered');
    expect((await deliveriesOf(scene.app.database, id)).map((row) => row.event_id)).toEqual([waiting!.id]);
  });

  it('misses no event whose transaction was open when it was made active', async () => {
    const { id } = await scene.subscribe();
    const since = scene.app.clock.now().toISOString();
    await scene.patch(id, { status: 'disabled' });
    const late = scene.app.database.createQueryRunner();
    await late.startTransaction();
    const [source] = await scene.emit();
    await late.query(
      `INSERT INTO events (id, organization_id, livemode, type, body, created_at)
       SELECT 'evt_' || ulid_time(created_at) || 'LATELATELATELATE', organization_id, livemode, type, body, created_at FROM events WHERE id = $1`,
      [source!.id],
    );
    await scene.patch(id, { status: 'active', replay: { since } });
    await scene.settled(id, 'delivered');
    await late.commitTransaction();
    await late.release();
    await scene.settled(id, 'delivered', 2);
  });
});

it('409 for a resumption of what is not stopped', async () => {
  const { id } = await scene.subscribe();
  expect(codeOf(await scene.patch(id, { status: 'active', replay: 'all' }))).toEqual([
    409,
    'INVALID_TRANSITION',
  ]);
  expect(codeOf(await scene.patch(id, { replay: 'all' }))).toEqual([409, 'INVALID_TRANSITION']);
});

it.each([['some'], [7], [{ since: 'yesterday' }], [{ since: '2026-04-25', until: '2026-04-26' }], [['all']]])(
  '400 for replay %j',
  async (replay) => {
    const { id } = await scene.subscribe();
    await scene.pause(id);
    expect(codeOf(await scene.patch(id, { status: 'active', replay }))).toEqual([400, 'INVALID_REQUEST']);
  },
);

it('a deleted webhook: what was waiting for it is discarded', async () => {
  const { id } = await scene.subscribe();
  await scene.pause(id);
  await scene.emit(3);
  await scene.settled(id, 'held', 3);
  await scene.app.exchange('DELETE', `/webhooks/${id}`, { key: scene.key });
  await scene.settled(id, 'discarded', 3);
});
