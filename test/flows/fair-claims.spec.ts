import { DeliveryScene } from '../support/delivery-scene';
import { eventually } from '../support/eventually';

let scene: DeliveryScene;

/** Eight calls in the first lane at a time, over more webhooks than one claim serves. */
beforeAll(async () => {
  scene = await DeliveryScene.start({ DELIVERY_IN_FLIGHT: '10', SWEEP_INTERVAL_MS: '60000' });
});
afterAll(() => scene.stop());

it('webhooks that have no call to spare do not keep the others waiting, however long they have been waiting themselves', async () => {
  const held: Array<() => void> = [];
  scene.receiver.answer(({ path }, response) => {
    const answer = () => response.writeHead(204).end();
    if (path.startsWith('/slow')) held.push(answer);
    else answer();
  });
  const slow: string[] = [];
  for (let count = 0; count < 3; count++)
    slow.push((await scene.subscribe({ url: `${scene.receiver.url}/slow/${count}`, inFlightLimit: 1 })).id);
  await scene.emit(5);
  await eventually('the slow ones are at their limit', () => held.length === 3);
  const fast: string[] = [];
  for (let count = 0; count < 12; count++)
    fast.push((await scene.subscribe({ url: `${scene.receiver.url}/fast/${count}`, inFlightLimit: 1 })).id);
  await scene.emit(4);
  for (const id of fast) await scene.settled(id, 'delivered', 4);
  expect(held).toHaveLength(3);
  await eventually('the slow ones too, at last', async () => {
    held.splice(0).forEach((answer) => answer());
    const [row] = await scene.app.database.query(
      `SELECT count(*)::integer FROM deliveries WHERE webhook_id = ANY($1) AND state = 'delivered'`,
      [slow],
    );
    return row.count === 27;
  });
});
