import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataFolder } from './data-folder.mjs';
import { exitWith, LauncherFailure } from './failure.mjs';
import { serverDataFolder, serverDataSoFar } from './places.mjs';
import { startPostgres } from './postgres.mjs';
import { progressTo } from './progress.mjs';
import { startRedis } from './redis.mjs';
import { appSettings } from './secrets.mjs';
import { serverAccount } from './server-account.mjs';
import { startWatchdog } from './watchdog.mjs';

export const projectPath = fileURLToPath(new URL('../../', import.meta.url)).replace(/(?<=.)\/$/, '');

/**
 * Brings up PostgreSQL and Redis for this process and its children; DATABASE_URL and REDIS_URL of your own win.
 * @param {object} options
 * @param {string} [options.dataDirectory] where everything is kept; `.data` in the project by default
 * @param {boolean} [options.ephemeral] for tests: a throw-away folder instead
 * @param {boolean} [options.durable] whether a power cut may lose nothing; not for tests
 * @param {(line: string) => void} options.log progress, a line at a time
 * @param {(error: Error) => void} [options.fail] called when a server keeps dying; by default the process ends
 * @returns {Promise<{
 *   databaseUrl: string, redisUrl: string, environment: Record<string, string>,
 *   runFolder: string, logFolder: string, stop: () => Promise<void>,
 * }>}
 */
export async function startStack({
  dataDirectory = join(projectPath, '.data'),
  ephemeral = false,
  ...options
}) {
  const { durable = !ephemeral, log, fail = exitWith } = options;
  const say = progressTo(log);
  refuseWindows();
  const folder = await openDataFolder({ dataDirectory, ephemeral, say });
  const endWatchdog = startWatchdog(folder.records, ephemeral ? folder.path : '');
  const stops = [];
  const stop = once(async () => {
    await Promise.all(stops.map((stopServer) => stopServer()));
    endWatchdog();
    folder.release();
  });
  try {
    const { postgresPassword, settings, allowsLoopback } = appSettings(
      folder.in('secrets.json'),
      process.env,
    );
    const common = {
      projectPath,
      folder,
      durable,
      say,
      fail,
      onStop: (stopServer) => stops.push(stopServer),
    };
    const [databaseUrl, redisUrl] = await startServers(common, postgresPassword);
    if (allowsLoopback)
      say('webhooks', 'to this machine (127.0.0.1, ::1) are allowed: this is the embedded stack');
    const environment = { ...settings, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
    return {
      databaseUrl,
      redisUrl,
      environment,
      runFolder: folder.records,
      logFolder: folder.in('logs'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Both at once, and waiting for both even when one fails, so that no start is under way while all is stopped. */
async function startServers({ projectPath, folder, ...common }, password) {
  const { DATABASE_URL, REDIS_URL } = process.env;
  const { say } = common;
  if (DATABASE_URL) say('postgres', 'not started: DATABASE_URL is set');
  if (REDIS_URL) say('redis', 'not started: REDIS_URL is set');
  if (DATABASE_URL && REDIS_URL) return [DATABASE_URL, REDIS_URL];
  const account = serverAccount(join(serverDataSoFar(folder) ?? folder.path, 'postgres'));
  const home = serverDataFolder({ projectPath, folder, account, say });
  const options = { ...common, home, account, records: folder.records };
  const starts = await Promise.allSettled([
    DATABASE_URL ||
      startPostgres({ ...options, projectPath, password, logFile: folder.in('logs/postgres.log') }),
    REDIS_URL || startRedis({ ...options, projectPath, logFile: folder.in('logs/redis.log') }),
  ]);
  const failed = starts.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return starts.map(({ value }) => value);
}

function refuseWindows() {
  if (process.platform !== 'win32') return;
  throw new LauncherFailure('Windows is not supported by this launcher: run it inside WSL.');
}

function once(action) {
  let result;
  return () => (result ??= action());
}
