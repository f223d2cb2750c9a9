import { inForm, patience } from '../support/fault-form';
import { acceptAfter } from '../support/fault-receiver';
import { FaultScene } from '../support/fault-scene';
import { FaultTrial } from '../support/fault-trial';

const events = inForm(100, 2_000);
const endpoints = inForm(5, 3);
const inFlightPerEndpoint = 8;

let scene: FaultScene;
let trial: FaultTrial;

beforeAll(async () => {
  scene = await FaultScene.start({
    SWEEP_INTERVAL_MS: '50',
    DELIVERY_IN_FLIGHT: '20',
    DELIVERY_IN_FLIGHT_PER_WEBHOOK: String(inFlightPerEndpoint),
    DELIVERY_LEASE_MARGIN_MS: '60000',
  });
}, patience);
afterAll(() => scene.stop());
afterEach(() => trial.end());

it.each([2, 3])(
  '%i workers on the same rows: none is delivered twice, and together they keep to the limit of an endpoint',
  async (count) => {
    trial = await FaultTrial.begin(
      scene.app,
      Array.from({ length: endpoints }, () => acceptAfter(5)),
    );
    await scene.staff(count);
    await Promise.all([trial.append(events / 2), trial.append(events / 2)]);
    await trial.settled();
    const { duplicates } = await trial.conclude(`${count} workers on the same rows`);
    expect(duplicates).toBe(0);
    for (const { receiver } of trial.endpoints)
      expect(receiver.mostOpen).toBeLessThanOrEqual(inFlightPerEndpoint);
  },
  patience,
);
