import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { request } from 'undici';
import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { median, percentile } from './load.mjs';
import { atLeast, atMost, figure } from './table.mjs';
import { account, newTenant } from './tenant.mjs';
import { measureSendOverhead } from './usage-overhead.mjs';
import { makeCompanies, makeUsage } from './usage-past.mjs';

const past = { start: '2026-02-01', end: '2026-04-30', days: 89, companies: 10_000, documents: 10_000_000 };
const month = 'start=2026-04-01&end=2026-04-30&groupBy=company';
/** Cut in the middle of two months: of those the days are summed up. */
const crooked = 'start=2026-02-15&end=2026-04-14&groupBy=company';
const turns = 41;
const settings = { ...account, ROLE: 'api', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };

/** How long the usage of ten thousand companies takes after ten million documents, and what counting costs who sends them. */
export async function measureUsage(options) {
  return [
    ...(await measureQuery(options)),
    atLeast('usage.send_overhead_ratio', await measureSendOverhead(options), '', 0.9),
  ];
}

async function measureQuery({ stack, logFile, say }) {
  const server = await startServer({ stack, port: await freePort(), settings, logFile });
  const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
  try {
    const { platform, companyId } = await newTenant(server.url);
    await makeCompanies(database, companyId, past.companies);
    await makeUsage(database, companyId, past, say);
    const ask = (query) => readUsage(`${server.url}/exchange/v1/platform/usage?${query}`, platform);
    await checkSums(ask);
    const readOne = { name: 'one', text: 'SELECT id FROM companies WHERE id = $1', values: [companyId] };
    const asked = {
      month: () => ask(month),
      crooked: () => ask(crooked),
      json: async () => JSON.stringify(sample),
      key: () => database.query(readOne),
    };
    const sample = JSON.parse((await ask(month)).text);
    const times = await measureByTurns(asked);
    say(
      `usage: a month takes ${median(times.month).toFixed(1)} ms, p99 ${percentile(times.month, 0.99).toFixed(1)} ms`,
    );
    return [
      figure('usage.documents', past.documents, 'documents'),
      atMost('usage.query_ms', median(times.month), 'ms', 100),
      figure('usage.crooked_query_ms', median(times.crooked), 'ms'),
      figure('usage.json_ms', median(times.json), 'ms'),
      figure('usage.pk_read_ms', median(times.key), 'ms'),
      figure('usage.pk_read_ratio', median(times.month) / median(times.key), ''),
    ];
  } finally {
    await database.end();
    await server.stop();
  }
}

async function measureByTurns(asked) {
  const times = Object.fromEntries(Object.keys(asked).map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, act] of Object.entries(asked)) {
      const began = performance.now();
      await act();
      times[name].push(performance.now() - began);
    }
  }
  return times;
}

/** Fast figures that are wrong are worth nothing. */
async function checkSums(ask) {
  const { start, end, companies, documents } = past;
  const { total, byCompany } = JSON.parse((await ask(`start=${start}&end=${end}&groupBy=company`)).text);
  const counted = total.documentsSent + total.documentsReceived;
  if (counted !== documents || byCompany.length !== companies)
    throw new Error(
      `of ${documents} documents of ${companies} companies, ${counted} of ${byCompany.length} are counted`,
    );
}

async function readUsage(url, key) {
  const { statusCode, body } = await request(url, { headers: { authorization: `Bearer ${key}` } });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${text}`);
  return { text };
}
