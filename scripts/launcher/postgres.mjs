import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { freeCluster, prepareCluster } from './postgres-cluster.mjs';
import { ensureDatabase, versionOf } from './postgres-connection.mjs';
import { secondsSince, shown } from './progress.mjs';
import { supervise } from './supervise.mjs';

const database = 'flowie';
const user = 'flowie';
const throwAway = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts PostgreSQL from npm's programs on a free port of loopback.
 * @param {object} options
 * @param {string} options.projectPath
 * @param {string} options.home where the servers keep their data
 * @param {import('./server-account.mjs').Account | undefined} options.account
 * @param {boolean} options.durable
 * @param {string} options.password
 * @param {string} options.logFile
 * @param {string} options.records
 * @param {import('./progress.mjs').Say} options.say
 * @param {(error: Error) => void} options.fail
 * @param {(stop: () => Promise<void>) => void} options.onStop
 * @returns {Promise<string>} the URL of its database
 */
export async function startPostgres({ projectPath, home, account, durable, password, ...options }) {
  const { say, records, logFile, fail, onStop } = options;
  const began = performance.now();
  const native = postgresBinaries({ projectPath, account, say });
  const data = join(home, 'postgres');
  await prepareCluster({ native, data, account, password, durable, records, say });
  const port = await freePort();
  const server = { port, user, password };
  let version;
  await supervise({
    name: 'postgres',
    signal: 'SIGINT',
    beforeLaunch: () => freeCluster(data, say),
    launch: (output) =>
      spawn(join(native, 'bin/postgres'), ['-D', data, ...settings(port, durable)], {
        ...account,
        cwd: '/',
        stdio: ['ignore', output, output],
        detached: true,
      }),
    isReady: async () => (version = await versionOf(server)) !== undefined,
    readyWithin: 120_000,
    logFile,
    records,
    say,
    fail,
    onStop,
  });
  await ensureDatabase(server, database);
  const where = `PostgreSQL ${version}, data in ${shown(data)}`;
  say('postgres', `started on 127.0.0.1:${port} in ${secondsSince(began)} (${where})`);
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

function settings(port, durable) {
  const loopbackOnly = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
  return [...loopbackOnly, 'max_connections=200', ...(durable ? [] : throwAway)].flatMap((setting) => [
    '-c',
    setting,
  ]);
}
