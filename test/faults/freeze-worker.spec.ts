import { inForm, patience } from '../support/fault-form';
import { callsOfAWorker, FaultScene, Worker } from '../support/fault-scene';
import { FaultTrial } from '../support/fault-trial';
import { atSettlement } from '../support/settlement-gate';

const events = inForm(150, 2_000);
const afterwards = 20;

let scene: FaultScene;
let trial: FaultTrial;

beforeAll(async () => {
  scene = await FaultScene.start();
}, patience);
afterAll(() => scene.stop());
afterEach(() => trial.end());

const moments: Record<string, (worker: Worker) => Promise<void>> = {
  'with calls open': (worker) => trial.whileOpen(2 * callsOfAWorker, () => scene.freeze(worker)),
  'within a transaction': (worker) =>
    atSettlement(scene.app.database, worker, () => worker.process.signal('SIGSTOP')),
};

/** The second takes as long as PostgreSQL lets a transaction stand idle: 15 s, with its locks. */
it.each(Object.keys(moments).slice(0, inForm(1, 2)))(
  'SIGSTOP %s past the lease, then resume: the others deliver, and what it settles late changes nothing',
  async (moment) => {
    trial = await FaultTrial.beginAccepting(scene.app);
    await scene.staff(2);
    const [frozen, other] = scene.workers as [Worker, Worker];
    const appending = trial.append(events);
    await trial.kill(() => moments[moment]!(frozen));
    await appending;
    await trial.settled();
    const before = await everythingStored();

    await scene.kill(other);
    frozen.process.signal('SIGCONT');
    await trial.append(afterwards);
    await trial.settled();
    expect((await everythingStored()).slice(0, before.length)).toEqual(before);
    const { duplicates } = await trial.conclude(`SIGSTOP ${moment} past the lease, then resume`);
    expect(duplicates).toBeGreaterThan(0);
  },
  patience,
);

/** Each delivery with its attempts, oldest first; and how often its webhook failed. */
function everythingStored(): Promise<unknown[]> {
  return scene.app.database.query(
    `SELECT to_json(deliveries) AS delivery, failure_count,
       (SELECT json_agg(delivery_attempts ORDER BY number) FROM delivery_attempts WHERE delivery_id = deliveries.id) AS attempts
     FROM deliveries JOIN webhooks ON webhooks.id = webhook_id
     WHERE deliveries.organization_id = $1 ORDER BY deliveries.created_at, deliveries.id`,
    [trial.organizationId],
  );
}
