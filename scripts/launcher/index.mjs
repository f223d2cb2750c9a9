import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataFolder } from './data-folder.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';
import { readSecrets } from './secrets.mjs';
import { startWatchdog } from './watchdog.mjs';

export const projectPath = join(dirname(fileURLToPath(import.meta.url)), '../..');
const loopback = '127.0.0.0/8,::1/128';

/**
 * Brings up PostgreSQL and Redis for one process and its children; DATABASE_URL and REDIS_URL of your own win.
 * @param {object} options
 * @param {string} [options.dataDirectory] where everything is kept; `.data` in the project by default
 * @param {boolean} [options.ephemeral] for tests: a throw-away folder instead
 * @param {boolean} [options.durable] whether a power cut may lose nothing; not for tests
 * @param {(line: string) => void} options.log progress, a line at a time
 * @param {(error: Error) => void} options.fail called when a server dies for good
 */
export async function startStack({ dataDirectory = join(projectPath, '.data'), ephemeral = false, durable = !ephemeral, log, fail }) {
  const folder = openDataFolder({ dataDirectory, ephemeral });
  const endWatchdog = startWatchdog(folder.in('run'), ephemeral ? folder.path : '');
  const stops = [];
  const stop = async () => {
    await Promise.all(stops.map((stopServer) => stopServer()));
    endWatchdog();
    folder.release();
  };
  try {
    const { postgresPassword: password, ...secrets } = readSecrets(folder.in('secrets.json'));
    const cache = join(projectPath, '.data/redis-server');
    const databaseUrl = process.env.DATABASE_URL || (await keep(startPostgres({ projectPath, folder, durable, password, log, fail })));
    const redisUrl = process.env.REDIS_URL || (await keep(startRedis({ cache, folder, durable, log, fail })));
    const environment = { ...secrets, OUTBOUND_ALLOWED_CIDRS: loopback, ...ownSettings(), DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
    if (environment.OUTBOUND_ALLOWED_CIDRS === loopback) log('webhooks  may call this machine (loopback), since this is the embedded stack');
    return { databaseUrl, redisUrl, environment, runFolder: folder.in('run'), logFolder: folder.in('logs'), stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function keep(starting) {
    const server = await starting;
    stops.push(server.stop);
    return server.url;
  }
}

/** What the environment sets wins over what was generated. */
function ownSettings() {
  const names = ['JWT_SECRET', 'SEALING_KEYS', 'OUTBOUND_ALLOWED_CIDRS'];
  return Object.fromEntries(names.filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
}
