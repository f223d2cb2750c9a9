import { inForm, patience } from '../support/fault-form';
import { callsOfAWorker, FaultScene } from '../support/fault-scene';
import { FaultTrial } from '../support/fault-trial';
import { atSettlement } from '../support/settlement-gate';

const events = inForm(150, 2_000);
const kills = inForm(1, 5);

let scene: FaultScene;
let trial: FaultTrial;

beforeAll(async () => {
  scene = await FaultScene.start();
}, patience);
afterAll(() => scene.stop());
afterEach(() => trial.end());

it.each([1, 2, 3])(
  'kill -9 mid-call, %i at work: the others deliver what was in flight, or the next worker does',
  async (count) => {
    trial = await FaultTrial.beginAccepting(scene.app);
    for (let kill = 1; kill <= kills; kill++) {
      await scene.staff(count);
      const appending = trial.append(events / kills);
      await trial.whileOpen(count * callsOfAWorker, () => trial.kill(() => scene.kill(scene.workers[0]!)));
      await appending;
    }
    if (count === 1) await scene.staff(1);
    await trial.settled();
    const { duplicates } = await trial.conclude(`kill -9 mid-call, ${count} at work`);
    expect(duplicates).toBeGreaterThanOrEqual(kills);
  },
  patience,
);

it(
  'kill -9 between the 2xx and the settlement: it arrives once more, the same bytes under the same ids',
  async () => {
    trial = await FaultTrial.beginAccepting(scene.app);
    for (let kill = 1; kill <= kills; kill++) {
      await scene.staff(2);
      const appending = trial.append(events / kills);
      const victim = scene.workers[0]!;
      await atSettlement(scene.app.database, victim, () => trial.kill(() => scene.kill(victim)));
      await appending;
    }
    await trial.settled();
    const { duplicates } = await trial.conclude('kill -9 between the 2xx and the settlement');
    expect(duplicates).toBeGreaterThanOrEqual(kills);
  },
  patience,
);
