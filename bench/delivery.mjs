import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { checkSettled, countSettled, isWorkLeft, makeBacklog } from './backlog.mjs';
import { startChild } from './children.mjs';
import { measureRate, median } from './load.mjs';
import { processorSeconds } from './processor-time.mjs';
import { serverPids } from './stack-processes.mjs';
import { atLeast, atMost, figure } from './table.mjs';
import { account, newTenant } from './tenant.mjs';

const webhooks = 100;
const rawConnections = 100;
const warmUp = 2_000;
/** Long enough to write the backlog and to vacuum before the first delivery is due. */
const dueInSeconds = (count) => 3 + count / 2_500;

/** Deliveries a second from a backlog to their settled rows, against plain POSTs with a signature; by turns. */
export function measureDelivery(options) {
  const { rounds, seconds, deliveries, say } = options;
  return withWorker(options, async (bench) => {
    await rawRate(bench.receiver, seconds / 2);
    await deliver(bench, warmUp);
    const measured = [];
    for (let round = 1; round <= rounds; round++) {
      const one = { raw: await rawRate(bench.receiver, seconds), ...(await deliver(bench, deliveries)) };
      measured.push(one);
      say(
        `delivery, round ${round} of ${rounds}: raw ${Math.round(one.raw)}/s, delivered ${Math.round(one.rate)}/s`,
      );
    }
    return [
      figure('delivery.raw_per_s', median(measured.map((one) => one.raw)), 'requests/s'),
      figure('delivery.per_s', median(measured.map((one) => one.rate)), 'deliveries/s'),
      atLeast('delivery.ratio', median(measured.map((one) => one.rate / one.raw)), '', 0.15),
      atMost('delivery.cpu_s_per_1000', median(measured.map((one) => one.processor)), 's', 0.5),
    ];
  });
}

/** A worker alone, a receiver, and a tenant with its webhooks. */
export async function withWorker({ stack, logFile }, measure) {
  const receiver = await startChild('receiver.mjs');
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  const tenant = await prepareTenant({ stack, logFile, receiver });
  const settings = { ...account, ROLE: 'worker', LOG_LEVEL: 'warn' };
  const worker = await startServer({ stack, port: await freePort(), settings, logFile, name: 'worker' });
  try {
    const pids = [worker.pid, ...serverPids(stack)];
    const settled = await countSettled(database);
    return await measure({ receiver, database, tenant, pids, settled, preparation: 0 });
  } finally {
    await database.end();
    await worker.stop();
    await receiver.stop();
  }
}

/** Through the API, which seals the secrets; then the API is stopped, so that the worker alone is measured. */
async function prepareTenant({ stack, logFile, receiver }) {
  const settings = { ...account, ROLE: 'api', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };
  const api = await startServer({ stack, port: await freePort(), settings, logFile, name: 'api' });
  try {
    const { companyId, newWebhook } = await newTenant(api.url);
    const webhookIds = [];
    for (let place = 0; place < webhooks; place++)
      webhookIds.push((await newWebhook(`${receiver.url}/hooks/${place}`, ['document.sent'])).id);
    return { companyId, webhookIds };
  } finally {
    await api.stop();
  }
}

function rawRate(receiver, seconds) {
  const body = JSON.stringify({ type: 'document.sent', data: 'x'.repeat(980) });
  const next = () => {
    const t = Math.floor(Date.now() / 1_000);
    const v1 = createHmac('sha256', 'whsec_bench').update(`${t}.`).update(body).digest('hex');
    return { headers: { 'content-type': 'application/json', 'x-flowie-signature': `t=${t},v1=${v1}` }, body };
  };
  const url = `${receiver.url}/raw`;
  return measureRate({ url, connections: rawConnections, seconds, expected: 204, next });
}

/** From the first arrival at the receiver until the last row is settled; processor time from before the first claim. */
export async function deliver(bench, count) {
  const { receiver, database, tenant, pids } = bench;
  await receiver.ask({ name: 'reset' });
  const due = dueInSeconds(count) + bench.preparation;
  const dueAt = Date.now() + due * 1_000;
  await makeBacklog(database, { ...tenant, count, dueInSeconds: due });
  await database.query('VACUUM ANALYZE events, deliveries, delivery_attempts, webhooks');
  await database.query('CHECKPOINT');
  if (Date.now() > dueAt) throw new Error('the backlog was due before it was complete');
  const before = processorSeconds(pids);
  const arrived = () => receiver.ask({ name: 'count' });
  while ((await arrived()).distinct < count) await pause(20);
  while (await isWorkLeft(database)) await pause(5);
  const settledAt = Date.now();
  const processor = processorSeconds(pids) - before;
  const { first, arrivals } = await arrived();
  if (arrivals !== count) throw new Error(`${arrivals} requests came for ${count} deliveries`);
  await checkSettled(database, (bench.settled += count));
  return { rate: (count * 1_000) / (settledAt - first), processor: (processor * 1_000) / count };
}
