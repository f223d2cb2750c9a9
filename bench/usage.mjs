import { performance } from 'node:perf_hooks';
import { fileURLToPath, URL } from 'node:url';
import pg from 'pg';
import { request } from 'undici';
import { migrate, startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { median, percentile } from './load.mjs';
import { atLeast, atMost, figure } from './table.mjs';
import { account, newTenant } from './tenant.mjs';
import { measureSendOverhead } from './usage-overhead.mjs';

const companies = 10_000;
const documents = 10_000_000;
const batch = 500_000;
/** The month that is asked for, and as many documents a company and day as the sums come to. */
const month = { start: '2026-04-01', end: '2026-04-30', days: 30 };
const unfolded = 5_000;
const queries = 41;
const settings = { ...account, ROLE: 'api', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };

/** How long the usage of a month takes for a platform of ten thousand companies, after ten million documents; and what counting costs who sends. */
export async function measureUsage(options) {
  const { stack, logFile, say } = options;
  const server = await startServer({ stack, port: await freePort(), settings, logFile });
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  try {
    const { platform, companyId } = await newTenant(server.url);
    await makeCompanies(pool, companyId);
    await makeRecords(pool, companyId, say);
    const { start, end } = month;
    const path = `/exchange/v1/platform/usage?start=${start}&end=${end}`;
    const ask = (query) => get(`${server.url}${path}${query}`, platform);
    await checkCounts(ask);
    const read = () => pool.query({ name: 'one', text: 'SELECT id FROM companies WHERE id = $1', values: [companyId] });
    const times = { all: [], total: [], csv: [], database: [], key: [] };
    for (let turn = 0; turn < queries; turn++) {
      times.all.push(await timed(() => ask('&groupBy=company')));
      times.total.push(await timed(() => ask('')));
      times.key.push(await timed(read));
    }
    const usage = median(times.all);
    say(`usage: ${usage.toFixed(1)} ms a query, p99 ${percentile(times.all, 0.99).toFixed(1)} ms`);
    return [
      figure('usage.documents', documents, 'documents'),
      atMost('usage.query_ms', usage, 'ms', 100),
      figure('usage.total_ms', median(times.total), 'ms'),
      figure('usage.pk_read_ms', median(times.key), 'ms'),
      figure('usage.pk_read_ratio', usage / median(times.key), ''),
      atLeast('usage.send_overhead_ratio', await measureSendOverhead(options), '', 0.95),
    ];
  } finally {
    await pool.end();
    await server.stop();
  }
}
