import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { secondsSince, shown } from './progress.mjs';
import { redisBinary } from './redis-binary.mjs';
import { canEnter } from './server-account.mjs';
import { supervise } from './supervise.mjs';

/**
 * Starts Redis on a free port of loopback.
 * @param {object} options
 * @param {string} options.projectPath
 * @param {string} options.home where the servers keep their data
 * @param {import('./server-account.mjs').Account | undefined} options.account
 * @param {boolean} options.durable
 * @param {string} options.logFile
 * @param {string} options.records
 * @param {import('./progress.mjs').Say} options.say
 * @param {(error: Error) => void} options.fail
 * @param {(stop: () => Promise<void>) => void} options.onStop
 * @returns {Promise<string>} its URL
 */
export async function startRedis({ projectPath, home, account, durable, ...options }) {
  const { say, records, logFile, fail, onStop } = options;
  const { command, environment } = await redisBinary({ projectPath, account, say });
  const began = performance.now();
  const runner = canEnter(command, account) ? account : undefined;
  const data = dataFolder(home, runner);
  const port = await freePort();
  await supervise({
    name: 'redis',
    signal: 'SIGTERM',
    launch: (output) =>
      spawn(command, settings(port, data, durable), {
        ...runner,
        cwd: '/',
        env: { ...process.env, ...environment },
        stdio: ['ignore', output, output],
        detached: true,
      }),
    isReady: () => answersPing(port),
    readyWithin: 60_000,
    logFile,
    records,
    say,
    fail,
    onStop,
  });
  const where = durable ? `data in ${shown(data)}` : 'keeps nothing';
  say('redis', `started on 127.0.0.1:${port} in ${secondsSince(began)} (${where})`);
  return `redis://127.0.0.1:${port}`;
}

function settings(port, data, durable) {
  return Object.entries({
    port,
    bind: '127.0.0.1',
    'protected-mode': 'yes',
    dir: data,
    save: '',
    appendonly: durable ? 'yes' : 'no',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
  }).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

function dataFolder(home, runner) {
  const data = join(home, 'redis');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (runner && statSync(data).uid !== runner.uid) {
    const paths = readdirSync(data, { recursive: true }).map((name) => join(data, name));
    for (const path of [data, ...paths]) chownSync(path, runner.uid, runner.gid);
  }
  return data;
}

/** While Redis loads its file it answers -LOADING: alive, and not ready. */
function answersPing(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const settle = (ready) => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('data', (data) => settle(data.toString().startsWith('+PONG')));
    socket.once('error', () => settle(false));
    socket.setTimeout(1_000, () => settle(false));
  });
}
