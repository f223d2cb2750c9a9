import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { echoParticipant } from '../scripts/demo/invoice.mjs';
import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { startChild } from './children.mjs';
import { percentile } from './load.mjs';
import { atMost } from './table.mjs';
import { account, newTenant, sendRequest } from './tenant.mjs';

/** Of each document that goes to the echo participant: sent and delivered, and the answer received. */
const eventTypes = ['document.sent', 'document.delivered', 'document.received'];
const eventsPerSecond = 100;
const warmUpSeconds = 5;
const shortest = 15;
const settings = { ...account, ROLE: 'all', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };

/**
 * How long an event takes to its receiver while documents are sent at an even pace, a hundred events a second in all:
 * from the time in its body, which is taken before its commit, to the receiver's clock. Everything runs in the one
 * process: the API, the jobs, the echo and the deliveries.
 */
export async function measureLatency({ stack, logFile, seconds, say }) {
  const receiver = await startChild('receiver.mjs');
  const server = await startServer({ stack, port: await freePort(), settings, logFile });
  const pool = new Pool(server.url, { connections: 32 });
  try {
    const tenant = await newTenant(server.url);
    await tenant.newWebhook(`${receiver.url}/latency`, eventTypes);
    while (!(await tenant.isRegistered())) await pause(50);
    await arrivals(receiver, await sendEvenly(pool, tenant.key, warmUpSeconds));
    await receiver.ask({ name: 'reset', measureLatency: true });
    await arrivals(receiver, await sendEvenly(pool, tenant.key, Math.max(seconds, shortest)));
    const latencies = await receiver.ask({ name: 'latencies' });
    say(`delivery, latency: ${latencies.length} events at ${eventsPerSecond}/s`);
    return [
      atMost('delivery.latency_p50_ms', percentile(latencies, 0.5), 'ms', 10),
      atMost('delivery.latency_p99_ms', percentile(latencies, 0.99), 'ms', 50),
    ];
  } finally {
    await pool.destroy();
    await server.stop();
    await receiver.stop();
  }
}

/** Each at its own time, whether or not the one before is answered; how many events come of them. */
async function sendEvenly(pool, key, seconds) {
  const began = Date.now();
  const documents = Math.round((seconds * eventsPerSecond) / eventTypes.length);
  const calls = [];
  for (let place = 0; place < documents; place++) {
    const wait = began + (place * seconds * 1_000) / documents - Date.now();
    if (wait > 0) await pause(wait);
    calls.push(send(pool, key));
  }
  await Promise.all(calls);
  return documents * eventTypes.length;
}

async function send(pool, key) {
  const path = '/exchange/v1/documents/send';
  const { statusCode, body } = await pool.request({
    path,
    method: 'POST',
    ...sendRequest(key, echoParticipant),
  });
  if (statusCode !== 202) throw new Error(`a document was answered with ${statusCode}: ${await body.text()}`);
  await body.dump();
}

async function arrivals(receiver, expected) {
  const end = Date.now() + 60_000;
  while ((await receiver.ask({ name: 'count' })).distinct < expected) {
    if (Date.now() > end) throw new Error('not every event came within 60 s');
    await pause(50);
  }
}
