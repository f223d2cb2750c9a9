import { setTimeout as pause } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, URL } from 'node:url';
import pg from 'pg';
import { Pool } from 'undici';
import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { anotherDatabase } from './databases.mjs';
import { median } from './load.mjs';
import { account, newTenant, sendRequest } from './tenant.mjs';

const connections = 16;
const documents = 500;
/** Of which the median counts: one is short, so that both servers find the machine in the same mood. */
const roundsForOne = 5;
const settings = { ...account, ROLE: 'all', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };
const uncounted = fileURLToPath(new URL('without-usage.cjs', import.meta.url));

/** Has no answer to give, so that what is measured is sending and not receiving. */
const silentParticipant = '0208:0000000213';

/** Documents a second from their acceptance to their hand-off, beside those of a server that counts none of them; by turns. */
export async function measureSendOverhead({ stack, logFile, rounds, say }) {
  const other = await anotherDatabase(stack, 'uncounted');
  const counting = await startSender(stack, logFile, 'counting', {});
  const bare = await startSender(other, logFile, 'bare', { NODE_OPTIONS: `--require ${uncounted}` });
  try {
    for (const sender of [counting, bare, counting, bare]) await sender.rate();
    const ratios = [];
    for (let round = 1; round <= roundsForOne * rounds; round++) {
      // Whoever comes second in one round comes first in the next: what the first one leaves behind counts for both.
      const order = round % 2 ? [counting, bare] : [bare, counting];
      for (const sender of order) sender.last = await sender.rate();
      say(
        `usage, round ${round}: ${Math.round(counting.last)}/s counted, ${Math.round(bare.last)}/s uncounted`,
      );
      ratios.push(counting.last / bare.last);
    }
    return median(ratios);
  } finally {
    for (const sender of [counting, bare]) await sender.stop();
  }
}

async function startSender(stack, logFile, name, more) {
  const server = await startServer({
    stack,
    port: await freePort(),
    settings: { ...settings, ...more },
    logFile,
    name,
  });
  const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
  const { key, isRegistered } = await newTenant(server.url);
  while (!(await isRegistered())) await pause(50);
  const isIn = async (sql) => (await database.query(`SELECT EXISTS (${sql}) AS found`)).rows[0].found;
  return {
    /** Ends when all that the documents led to is done, so that the next round begins in peace. */
    async rate() {
      const began = performance.now();
      await sendAll(server.url, key);
      while (await isIn(`SELECT FROM documents WHERE status = 'queued'`)) await pause(5);
      const rate = (documents * 1_000) / (performance.now() - began);
      while (await isIn('SELECT FROM jobs')) await pause(20);
      return rate;
    },
    async stop() {
      await database.end();
      await server.stop();
    },
  };
}

async function sendAll(url, key) {
  const pool = new Pool(url, { connections, pipelining: 1 });
  let left = documents;
  const keepSending = async () => {
    while (left-- > 0) {
      const call = {
        path: '/exchange/v1/documents/send',
        method: 'POST',
        ...sendRequest(key, silentParticipant),
      };
      const { statusCode, body } = await pool.request(call);
      if (statusCode !== 202)
        throw new Error(`a document was answered with ${statusCode}: ${await body.text()}`);
      await body.dump();
    }
  };
  await Promise.all(Array.from({ length: connections }, keepSending));
  await pool.close();
}
