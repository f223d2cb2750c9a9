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
import { account, newTenant } from './tenant.mjs';

const endpoints = 100;
const slowEndpoints = 10;
const slowMilliseconds = 5_000;
const shortest = 15;
const settings = { ...account, ROLE: 'all', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };

/**
 * Ten of a hundred endpoints take five seconds for every answer. How long do events take to the other ninety, beside
 * how long they take when all are fast? Two hundred events a second, each to one endpoint.
 */
export async function measureNeighbours({ stack, logFile, seconds, say }) {
  const receiver = await startChild('receiver.mjs');
  const server = await startServer({ stack, port: await freePort(), settings, logFile });
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  const bell = new Bull('deliveries', stack.redisUrl, { prefix: stack.environment.REDIS_PREFIX });
  try {
    const tenant = await newTenant(server.url);
    const webhookIds = [];
    for (let place = 0; place < endpoints; place++) {
      const path = place < slowEndpoints ? 'slow' : 'fast';
      webhookIds.push((await tenant.newWebhook(`${receiver.url}/${path}/${place}`, ['document.updated'])).id);
    }
    const bench = { receiver, database, bell, companyId: tenant.companyId, webhookIds };
    const duration = Math.max(seconds, shortest);
    await deliver(bench, { duration: 3, slow: 0 });
    const alone = await deliver(bench, { duration, slow: 0 });
    const beside = await deliver(bench, { duration, slow: slowMilliseconds });
    say(`neighbours: p99 of the fast ones ${alone} ms alone, ${beside} ms beside slow ones`);
    return [
      figure('delivery.fast_p99_ms', alone, 'ms'),
      atMost('delivery.slow_neighbour_ratio', beside / alone, '', 1.5),
    ];
  } finally {
    await bell.close();
    await database.end();
    await server.stop();
    await receiver.stop();
  }
}

/** The 99th percentile, in milliseconds, of what the fast endpoints wait for an event. */
async function deliver(bench, { duration, slow }) {
  const { receiver, database } = bench;
  await receiver.ask({ name: 'reset', measureLatency: true, slow });
  await appendEvenly(bench, duration);
  const latencies = await receiver.ask({ name: 'latencies' });
  await receiver.ask({ name: 'hurry' });
  while (await isWorkLeft(database)) await pause(50);
  return percentile(latencies, 0.99);
}
