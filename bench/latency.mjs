import { setTimeout as pause } from 'node:timers/promises';
import Bull from 'bull';
import pg from 'pg';
import { Pool } from 'undici';
import { echoParticipant } from '../scripts/demo/invoice.mjs';
import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { makeBacklog } from './backlog.mjs';
import { startChild } from './children.mjs';
import { percentile } from './load.mjs';
import { atMost, figure } from './table.mjs';
import { account, newTenant, sendRequest } from './tenant.mjs';

/** Of each document that goes to the echo participant: sent and delivered, and the answer received. */
const eventTypes = ['document.sent', 'document.delivered', 'document.received'];
const eventsPerSecond = 100;
const warmUpSeconds = 5;
const shortest = 15;
const settings = { ...account, ROLE: 'all', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };

/**
 * How long an event takes to its receiver at an even pace of a hundred a second, from the time in its body, which is taken
 * before its commit, to the receiver's clock. First events alone, written and announced as the application does; then those
 * that documents cause, with everything in the one process: the API, the checks, the jobs, the echo and the deliveries.
 */
export async function measureLatency({ stack, logFile, seconds, say }) {
  const receiver = await startChild('receiver.mjs');
  const server = await startServer({ stack, port: await freePort(), settings, logFile });
  const pool = new Pool(server.url, { connections: 32 });
  // As many as the application has: one alone would have events wait for each other's commits.
  const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 10 });
  const bell = new Bull('deliveries', stack.redisUrl, { prefix: stack.environment.REDIS_PREFIX });
  try {
    const tenant = await newTenant(server.url);
    const webhook = await tenant.newWebhook(`${receiver.url}/latency`, eventTypes);
    while (!(await tenant.isRegistered())) await pause(50);
    const target = { companyId: tenant.companyId, webhookIds: [webhook.id], count: 1, dueInSeconds: 0 };
    const append = async () => {
      await makeBacklog(database, target);
      await bell.add({ id: 'due' }, { removeOnComplete: true });
      return 1;
    };
    const send = () => sendDocument(pool, tenant.key);
    const alone = await latenciesOf(receiver, append, eventsPerSecond, seconds);
    const caused = await latenciesOf(receiver, send, eventsPerSecond / eventTypes.length, seconds);
    say(`latency: ${alone.length} events alone and ${caused.length} of documents, at ${eventsPerSecond}/s`);
    return [
      atMost('delivery.latency_p50_ms', percentile(alone, 0.5), 'ms', 10),
      atMost('delivery.latency_p99_ms', percentile(alone, 0.99), 'ms', 50),
      figure('documents.event_latency_p50_ms', percentile(caused, 0.5), 'ms'),
      figure('documents.event_latency_p99_ms', percentile(caused, 0.99), 'ms'),
    ];
  } finally {
    await bell.close();
    await database.end();
    await pool.destroy();
    await server.stop();
    await receiver.stop();
  }
}

async function latenciesOf(receiver, cause, perSecond, seconds) {
  await receiver.ask({ name: 'reset' });
  await arrivals(receiver, await evenly(cause, perSecond, warmUpSeconds));
  await receiver.ask({ name: 'reset', measureLatency: true });
  await arrivals(receiver, await evenly(cause, perSecond, Math.max(seconds, shortest)));
  return receiver.ask({ name: 'latencies' });
}

/** Each at its own time, whether or not the one before has ended; how many events come of them. */
async function evenly(cause, perSecond, seconds) {
  const began = Date.now();
  const times = Math.round(perSecond * seconds);
  const causes = [];
  for (let place = 0; place < times; place++) {
    const wait = began + (place * 1_000) / perSecond - Date.now();
    if (wait > 0) await pause(wait);
    causes.push(cause());
  }
  return (await Promise.all(causes)).reduce((sum, events) => sum + events, 0);
}

async function sendDocument(pool, key) {
  const path = '/exchange/v1/documents/send';
  const { statusCode, body } = await pool.request({
    path,
    method: 'POST',
    ...sendRequest(key, echoParticipant),
  });
  if (statusCode !== 202) throw new Error(`a document was answered with ${statusCode}: ${await body.text()}`);
  await body.dump();
  return eventTypes.length;
}

async function arrivals(receiver, expected) {
  const end = Date.now() + 60_000;
  while ((await receiver.ask({ name: 'count' })).distinct < expected) {
    if (Date.now() > end) throw new Error('not every event came within 60 s');
    await pause(50);
  }
}
