import { setTimeout as pause } from 'node:timers/promises';
import Bull from 'bull';
import pg from 'pg';
import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { isWorkLeft } from './backlog.mjs';
import { startChild } from './children.mjs';
import { appendEvenly } from './even-events.mjs';
import { percentile } from './load.mjs';
import { atMost, figure } from './table.mjs';
import { account, newAction, newTenant } from './tenant.mjs';

const actions = 200;
const actionMilliseconds = 20_000;
const webhooks = 20;
/** Shorter than an action takes, so that all of them are in flight to the end. */
const longest = 15;
const patience = 5_000;
const settings = {
  ...account,
  ROLE: 'all',
  LOG_LEVEL: 'warn',
  DEFAULT_MODE: 'test',
  GATEWAY_CONCURRENCY: String(actions),
  GATEWAY_CONCURRENCY_PER_TENANT: String(actions),
};

/**
 * Two hundred actions of the gateway take twenty seconds each. How long do deliveries of webhooks by the same process take
 * meanwhile, beside how long they take when no action is executed? Alone before and after, since a process gets faster with time.
 */
export async function measureGateway({ stack, logFile, seconds, say }) {
  const receiver = await startChild('receiver.mjs');
  const server = await startServer({ stack, port: await freePort(), settings, logFile });
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  const bell = new Bull('deliveries', stack.redisUrl, { prefix: stack.environment.REDIS_PREFIX });
  try {
    const tenant = await newTenant(server.url);
    const newWebhook = (place) => tenant.newWebhook(`${receiver.url}/fast/${place}`, ['document.updated']);
    const webhookIds = [];
    for (let place = 0; place < webhooks; place++) webhookIds.push((await newWebhook(place)).id);
    const execute = await newAction(server.url, `${receiver.url}/action`);
    const bench = { receiver, database, bell, companyId: tenant.companyId, webhookIds };
    const duration = Math.min(Math.max(seconds, 8), longest);
    await deliver(bench, { duration: 3 });
    const before = await deliver(bench, { duration });
    await receiver.ask({ name: 'reset', slow: actionMilliseconds });
    const executions = Promise.all(Array.from({ length: actions }, execute));
    await Promise.race([areWaiting(receiver, actions), executions]);
    const beside = await deliver(bench, { duration, slow: actionMilliseconds });
    if ((await receiver.ask({ name: 'waiting' })) < actions) throw new Error('some actions ended too early');
    await receiver.ask({ name: 'hurry' });
    const failed = (await executions).filter(({ result }) => result !== 'done');
    if (failed.length > 0) throw new Error(`${failed.length} actions failed: ${failed[0].error}`);
    const after = await deliver(bench, { duration });
    const alone = (before + after) / 2;
    say(
      `gateway: p99 of deliveries ${alone} ms alone (${before}, ${after}), ${beside} ms beside slow actions`,
    );
    return [
      figure('gateway.delivery_p99_ms', alone, 'ms'),
      atMost('gateway.isolation_ratio', beside / alone, '', 1.5),
    ];
  } finally {
    await bell.close();
    await database.end();
    await server.stop();
    await receiver.stop();
  }
}

async function areWaiting(receiver, count) {
  const end = Date.now() + patience;
  while ((await receiver.ask({ name: 'waiting' })) < count) {
    if (Date.now() > end) throw new Error(`not all of ${count} actions were called within ${patience} ms`);
    await pause(20);
  }
}

/** The 99th percentile, in milliseconds, of what events wait for their delivery. */
async function deliver(bench, { duration, slow = 0 }) {
  const { receiver, database } = bench;
  await receiver.ask({ name: 'reset', measureLatency: true, slow });
  await appendEvenly(bench, duration);
  while (await isWorkLeft(database)) await pause(50);
  return percentile(await receiver.ask({ name: 'latencies' }), 0.99);
}
