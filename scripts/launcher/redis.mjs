import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { commandLineOf, freePort, stopProcess } from './processes.mjs';
import { redisBinary } from './redis-binary.mjs';
import { supervise } from './supervise.mjs';

const readyWithin = 15_000;

/** Starts Redis on a free port of loopback; its URL, and how to stop it. */
export async function startRedis({ cache, folder, durable, log, fail }) {
  const binary = await redisBinary({ cache, log });
  const began = Date.now();
  const pidFile = folder.in('run/redis.pid');
  await stopOrphan(pidFile);
  const directory = folder.in('redis');
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const logFile = folder.in('logs/redis.log');
  const parameters = Object.entries({
    port,
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    appendonly: durable ? 'yes' : 'no',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
  }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = await supervise({
    name: 'redis',
    pidFile,
    signal: 'SIGTERM',
    log,
    fail,
    launch: () => {
      const output = openSync(logFile, 'a');
      const env = { ...process.env, ...binary.environment };
      return spawn(binary.command, parameters, { env, stdio: ['ignore', output, output], detached: true });
    },
    isReady: () => ping(port),
    readyWithin,
    logFile,
  });
  log(`redis     started on 127.0.0.1:${port} in ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  return { url: `redis://127.0.0.1:${port}`, pid: server.pid, stop: server.stop };
}

async function stopOrphan(pidFile) {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split(' ')[0]);
  if (pid > 0 && /(redis|valkey)-server/.test(commandLineOf(pid))) await stopProcess(pid, 'SIGTERM');
}

/** While Redis loads its file it answers -LOADING: alive, and not ready. */
function ping(port) {
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
