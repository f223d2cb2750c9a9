import crypto from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { waitUntil } from '../launcher/processes.mjs';

/** Apart from what users themselves may receive on this machine, so that a later run finds its own again. */
const hookPath = '/demo/hooks/flowie';
const patience = 30_000;
const largestBody = 1_000_000;

/** A webhook of an earlier run, whose receiver is gone. */
export const isOfEarlierRun = ({ url, status }) =>
  status !== 'disabled' && new RegExp(`^http://127\\.0\\.0\\.1:\\d+${hookPath}(\\?|$)`).test(url);

/** The webhook cookbook's own Node recipe, word for word but for where SECRET comes from. */
// prettier-ignore
function verify(req, rawBody, SECRET) {
  const header = req.headers['x-flowie-signature'] || '';
  const parts  = Object.fromEntries(header.split(',').map(p => p.split('=')));
  const { t, v1 } = parts;
  if (!t || !v1) throw new Error('Missing signature');
  if (Math.abs(Date.now()/1000 - Number(t)) > 300) throw new Error('Stale');
  const mac = crypto.createHmac('sha256', SECRET)
    .update(`${t}.`).update(rawBody).digest('hex');
  const ok = crypto.timingSafeEqual(Buffer.from(mac), Buffer.from(v1));
  if (!ok) throw new Error('Invalid signature');
}

/**
 * What a platform would run: one address for the events of all tenants, and one for each tenant, told apart by
 * `?tenant=`. Each has its own secret.
 * @param {(delivery: object) => void} onDelivery called with each delivery, verified or not
 */
export async function startReceiver(onDelivery) {
  const secrets = new Map();
  const deliveries = [];
  const server = createServer((request, response) => void receive(request, response));
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${server.address().port}${hookPath}`;

  async function receive(request, response) {
    const rawBody = await read(request);
    const tenant = new URL(request.url, address).searchParams.get('tenant');
    if (!request.url.startsWith(hookPath) || request.method !== 'POST') return response.writeHead(404).end();
    // A delivery may overtake the answer that brings its secret.
    await waitUntil(() => secrets.has(tenant), 2_000);
    const delivery = {
      tenant,
      headers: request.headers,
      rawBody,
      problem: problemOf(request, rawBody, tenant),
    };
    response.writeHead(delivery.problem ? 401 : 204).end();
    if (!delivery.problem) delivery.event = JSON.parse(rawBody);
    deliveries.push(delivery);
    onDelivery(delivery);
  }

  /** @returns {string | undefined} why a delivery to that tenant's address is not to be believed */
  function problemOf(request, rawBody, tenant) {
    if (!secrets.has(tenant)) return 'no secret is known for this address';
    try {
      verify(request, rawBody, secrets.get(tenant));
      return undefined;
    } catch (error) {
      return error.message;
    }
  }

  /** The delivery with a good signature, as soon as it has come. */
  async function expect(tenant, type, matches = () => true) {
    const isIt = ({ event, ...delivery }) =>
      delivery.tenant === tenant && event?.type === type && matches(event);
    const has = () => deliveries.some(isIt) || deliveries.some(({ problem }) => problem);
    await waitUntil(has, patience);
    const broken = deliveries.find(({ problem }) => problem);
    if (broken) throw new Error(`a delivery was refused: ${broken.problem}`);
    const found = deliveries.find(isIt);
    if (!found) throw new Error(`${type} did not come within ${patience / 1_000} s`);
    return found;
  }

  return {
    urlFor: (tenant) => (tenant ? `${address}?tenant=${tenant}` : address),
    remember: (tenant, secret) => secrets.set(tenant, secret),
    expect,
    problemOf,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function read(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > largestBody) request.destroy();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
