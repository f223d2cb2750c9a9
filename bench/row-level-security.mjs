import { performance } from 'node:perf_hooks';
import { fileURLToPath, URL } from 'node:url';
import { request } from 'undici';
import { echoParticipant } from '../scripts/demo/invoice.mjs';
import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { measureRate, median } from './load.mjs';
import { processorSeconds } from './processor-time.mjs';
import { serverPids } from './stack-processes.mjs';
import { atLeast } from './table.mjs';
import { account, newTenant, sendRequest } from './tenant.mjs';

const connections = 16;
const documentsEach = 60;
const tenants = 8;
const settings = { ...account, ROLE: 'api', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };
const noWall = `--require ${fileURLToPath(new URL('behind-no-wall.cjs', import.meta.url))}`;

/**
 * What the second wall costs: processor time of an answer (the server's, PostgreSQL's and Redis's together) without it, over that with
 * it, by turns on one database. Processor time, since whatever else the machine does moves a rate by more than the wall does. A tenant alone keeps its connections;
 * several in turn are the worst case, where each statement finds its connection with the scope of another.
 */
export async function measureRowLevelSecurity({ stack, logFile, rounds, seconds, say }) {
  const start = async (more) =>
    startServer({ stack, port: await freePort(), settings: { ...settings, ...more }, logFile });
  const walled = await start({});
  const open = await start({ NODE_OPTIONS: noWall });
  try {
    const readers = [];
    for (let count = 0; count < tenants; count++) readers.push(await newReader(walled.url));
    const rows = [];
    for (const [name, load] of Object.entries(loadsOf(readers)))
      rows.push(await ratio(`row_level_security.${name}_ratio`, load));
    return rows;
  } finally {
    await walled.stop();
    await open.stop();
  }

  async function ratio(name, { expected, next }) {
    const costAt = async ({ url, pid }) => {
      const pids = [pid, ...serverPids(stack)];
      const [began, before] = [performance.now(), processorSeconds(pids)];
      const address = `${url}/exchange/v1/documents`;
      const rate = await measureRate({ url: address, connections, seconds, expected, next });
      const answered = (rate * (performance.now() - began)) / 1_000;
      return ((processorSeconds(pids) - before) / answered) * 1_000;
    };
    await costAt(open);
    await costAt(walled);
    const ratios = [];
    for (let round = 0; round < rounds; round++) {
      const [without, behind] = [await costAt(open), await costAt(walled)];
      ratios.push(without / behind);
      say(`${name}: ${without.toFixed(2)} ms without, ${behind.toFixed(2)} ms with`);
    }
    return atLeast(name, median(ratios), '', 0.8);
  }
}

function loadsOf(readers) {
  let turn = 0;
  const [first] = readers;
  const next = () => readers[turn++ % readers.length];
  const get = ({ headers }, path) => ({ method: 'GET', path: `/exchange/v1/documents${path}`, headers });
  return {
    read: { expected: 200, next: () => get(first, `/${first.id}`) },
    read_in_turn: { expected: 200, next: () => readById(next()) },
    list: { expected: 200, next: () => get(first, '?limit=50') },
    list_in_turn: { expected: 200, next: () => get(next(), '?limit=50') },
    send: {
      expected: 202,
      next: () => ({ path: '/exchange/v1/documents/send', ...sendRequest(first.key, echoParticipant) }),
    },
  };

  function readById(reader) {
    return get(reader, `/${reader.id}`);
  }
}

/** A tenant with documents to read. */
async function newReader(url) {
  const { key } = await newTenant(url);
  const address = `${url}/exchange/v1/documents/send`;
  let id;
  for (let count = 0; count < documentsEach; count++) {
    const { body } = await request(address, { method: 'POST', ...sendRequest(key, echoParticipant) });
    ({ id } = await body.json());
  }
  return { key, id, headers: { authorization: `Bearer ${key}` } };
}
