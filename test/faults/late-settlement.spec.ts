import { DeliveriesRepository } from '../../src/modules/webhooks/engine/deliveries.repository';
import { DeliveryAttempt } from '../../src/modules/webhooks/engine/delivery-attempt';
import { DeliveryClaims } from '../../src/modules/webhooks/engine/delivery-claims';
import { DeliverySettlements } from '../../src/modules/webhooks/engine/delivery-settlements';
import { DeliveryScene } from '../support/delivery-scene';
import { deliveriesOf } from '../support/events';

let scene: DeliveryScene;

/** No worker of its own: the test is two of them. */
beforeAll(async () => {
  scene = await DeliveryScene.start({ ROLE: 'api' });
});
afterAll(() => scene.stop());

it('a worker that wakes up after its lease settles nothing while another one holds the delivery', async () => {
  const { id } = await scene.subscribe();
  await scene.emit();
  const claims = scene.app.app.get(DeliveryClaims);
  const attempt = scene.app.app.get(DeliveryAttempt);
  const settlements = scene.app.app.get(DeliverySettlements);
  const claim = async () => {
    const now = scene.app.clock.now();
    const { deliveries } = await claims.claim('first', 10, now, new Date(now.getTime() + 30_000));
    return deliveries[0]!;
  };
  const state = async () =>
    (await deliveriesOf(scene.app.database, id)).map((row) => [row.state, row.attempt]);
  const attempts = () =>
    scene.app.database.query<unknown[]>('SELECT number, status_code FROM delivery_attempts ORDER BY number');

  const frozen = await claim();
  scene.receiver.answer(500);
  const late = await attempt.make(frozen);
  scene.app.clock.advance({ seconds: 31 });
  await scene.app.app.get(DeliveriesRepository).takeBackExpired(scene.app.clock.now());
  expect(await state()).toEqual([['pending', 0]]);
  const second = await claim();
  expect([second.id, second.token]).toEqual([frozen.id, frozen.token + 1]);

  await settlements.settle([late], scene.app.clock.now());
  expect([await state(), await attempts()]).toEqual([[['leased', 1]], []]);
  expect((await scene.get(id)).body.failureCount).toBe(0);

  scene.receiver.answer(204);
  await settlements.settle([await attempt.make(second)], scene.app.clock.now());
  await settlements.settle([late], scene.app.clock.now());
  expect([await state(), await attempts()]).toEqual([[['delivered', 1]], [{ number: 1, status_code: 204 }]]);
});
