import { migrate } from '../../src/core/database/migrate';
import { inForm, patience } from '../support/fault-form';
import { FaultScene } from '../support/fault-scene';
import { FaultTrial } from '../support/fault-trial';
import { OwnPostgres } from '../support/own-postgres';
import { OwnRedis } from '../support/own-redis';

const events = inForm(150, 2_000);
/** Its launcher gives PostgreSQL up when it dies six times in a minute. */
const deaths = inForm(1, 2);

let postgres: OwnPostgres;
let redis: OwnRedis;
let scene: FaultScene;
let trial: FaultTrial;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([OwnPostgres.start(), OwnRedis.start()]);
  await migrate(postgres.url);
  const stores = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, REDIS_PREFIX: '{faults}' };
  scene = await FaultScene.start({}, stores);
}, patience);
afterAll(async () => {
  await scene.stop();
  await redis.kill();
  await postgres.stop();
}, patience);
beforeEach(async () => {
  trial = await FaultTrial.beginAccepting(scene.app);
  await scene.staff(2);
}, patience);
afterEach(() => trial.end());

it(
  'FLUSHALL of Redis: the sweep finds what no wake-up announces, and nothing comes twice',
  async () => {
    const flushes = inForm(3, 20);
    const appending = trial.append(events);
    for (let flush = 1; flush <= flushes; flush++) {
      await trial.arrived((events * 2 * flush) / (flushes + 1));
      await trial.disturb(async () => void (await redis.says('FLUSHALL')));
    }
    await appending;
    await trial.settled();
    await trial.conclude('Redis FLUSHALL');
  },
  patience,
);

it(
  'Redis down: all is delivered without it, and with it again',
  async () => {
    await trial.append(events / 3);
    await trial.disturb(() => redis.kill());
    await trial.append(events / 3);
    await trial.settled();
    await redis.start();
    await trial.append(events / 3);
    await trial.settled();
    await trial.conclude('Redis down');
  },
  patience,
);

it(
  'an immediate stop of PostgreSQL: what was confirmed is there, and is delivered',
  async () => {
    const appending = trial.append(events);
    for (let death = 1; death <= deaths; death++) {
      await trial.arrived((events * 2 * death) / (deaths + 2));
      await trial.kill(() => postgres.die('SIGQUIT'));
    }
    await appending;
    await trial.settled();
    await trial.conclude('PostgreSQL immediate stop');
  },
  patience,
);

it(
  'kill -9 of everything: workers, PostgreSQL and Redis',
  async () => {
    const appending = trial.append(events);
    for (let death = 1; death <= deaths; death++) {
      await trial.arrived((events * 2 * death) / (deaths + 2));
      await trial.kill(async () => {
        await Promise.all([scene.staff(0), redis.kill(), postgres.die('SIGKILL')]);
        await redis.start();
      });
      await scene.staff(2);
    }
    await appending;
    await trial.settled();
    await trial.conclude('kill -9 of everything');
  },
  patience,
);
