import { spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherFailure } from '../launcher/failure.mjs';
import { projectPath } from '../launcher/index.mjs';
import { recordProcess } from '../launcher/process-records.mjs';
import { stopProcess } from '../launcher/processes.mjs';

const readyWithin = 30_000;

/** Brings the stack's database to the newest schema. */
export function migrate(stack) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(projectPath, 'dist/core/database/migrate.js')],
    {
      env: { ...process.env, ...stack.environment },
    },
  );
  if (status !== 0) throw new LauncherFailure(stderr.toString().trim() || 'The migration failed.');
}

/**
 * Starts the built server beside the stack and waits until it is ready; its log goes to a file of the stack's.
 * @param {object} stack what startStack gave
 * @param {Record<string, string>} settings of the server, beside those of the stack
 * @returns {Promise<{ url: string, logFile: string, ended: Promise<void>, stop: () => Promise<void> }>}
 */
export async function runServer(stack, settings) {
  const { HOST: host, PORT: port } = settings;
  const url = `http://${host}:${port}`;
  if (await isTaken(host, port)) throw new LauncherFailure(`Port ${port} is taken. Set PORT to another one.`);
  const logFile = join(stack.logFolder, 'server.log');
  const output = openSync(logFile, 'a');
  const child = spawn(process.execPath, [join(projectPath, 'dist/main.js')], {
    env: { ...process.env, ...stack.environment, PUBLIC_URL: url, ...settings },
    stdio: ['ignore', output, output],
    detached: true,
  });
  const forget = recordProcess(stack.runFolder, 'server', child.pid, 'SIGTERM');
  const ended = new Promise((resolve) => child.once('exit', resolve)).then(forget);
  const stop = () => stopProcess(child.pid, 'SIGTERM');
  await untilReady(url, child, logFile);
  return { url, logFile, ended, stop };
}

async function untilReady(url, child, logFile) {
  for (const end = Date.now() + readyWithin; Date.now() < end; await pause(50)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/health/readiness`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new LauncherFailure(`The server did not start; ${logFile} says why.`);
}

function isTaken(host, port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port: Number(port) }, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
