import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { LauncherFailure } from '../launcher/failure.mjs';
import { projectPath } from '../launcher/index.mjs';
import { recordProcess } from '../launcher/process-records.mjs';
import { stopProcess, waitUntil } from '../launcher/processes.mjs';
import { runCommand } from '../launcher/run-command.mjs';

const patience = 60_000;
const linesShown = 12;
/** As in the script start:prod. Each request leaves garbage behind; V8's small default has it collected, and copied, too often. */
const roomForYoungObjects = '--max-semi-space-size=64';

/** Brings the database to the version of the code. */
export async function migrate(stack) {
  const command = [process.execPath, join(projectPath, 'dist/core/database/migrate.js')];
  const code = await runCommand(command, { ...stack, name: 'migrate' });
  if (code !== 0) throw new LauncherFailure('The database could not be migrated; why stands above.');
}

/**
 * Runs the built server beside the stack, and answers when it is ready.
 * @param {object} options
 * @param {Awaited<ReturnType<import('../launcher/index.mjs').startStack>>} options.stack
 * @param {number} options.port
 * @param {string} [options.host]
 * @param {Record<string, string>} [options.settings] which win over those of the environment
 * @param {string} [options.logFile] where its output goes; our own output by default
 * @param {string} [options.name] when there are several
 * @returns {Promise<{ url: string, pid: number, ended: Promise<string | number>, stop: () => Promise<void> }>}
 */
export async function startServer({ stack, port, host = '127.0.0.1', settings, logFile, name = 'server' }) {
  const url = `http://${nameable(host)}:${port}`;
  const output = logFile ? openSync(logFile, 'a', 0o600) : 'inherit';
  const given = { PUBLIC_URL: url, ...process.env, ...stack.environment, HOST: host, PORT: String(port) };
  const child = spawn(process.execPath, [roomForYoungObjects, join(projectPath, 'dist/main.js')], {
    cwd: projectPath,
    env: { ...given, ...settings },
    stdio: ['ignore', output, output],
    detached: true,
  });
  if (logFile) closeSync(output);
  const forget = recordProcess(stack.runFolder, name, child.pid, 'SIGTERM');
  let how;
  const ended = once(child, 'exit').then(([code, signal]) => {
    forget();
    return (how = signal ?? code);
  });
  const answers = async () => (await fetch(`${url}/health/readiness`).catch(() => ({ ok: false }))).ok;
  const isReady = await waitUntil(async () => how !== undefined || (await answers()), patience, 50);
  if (how !== undefined || !isReady) throw new LauncherFailure(whyNot(how, logFile));
  return { url, pid: child.pid, ended, stop: () => stopProcess(child.pid, 'SIGTERM') };
}

/** @returns {Promise<boolean>} whether a server could listen there now */
export function isFree(host, port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** What a person opens first. */
export function addresses(url) {
  return [
    ['API', `${url}/exchange/v1`],
    ['Gateway', `${url}/api/v1/gateway`],
    ['Swagger UI', `${url}/docs`],
    ['OpenAPI', `${url}/openapi.json`],
    ['Health', `${url}/health/readiness`],
  ];
}

/** An address to listen on everywhere is none to call. */
function nameable(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function whyNot(how, logFile) {
  const what =
    how === undefined
      ? `The server was not ready within ${patience / 1_000} s`
      : `The server ended (${how}) before it was ready`;
  if (!logFile) return `${what}; why stands above.`;
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-linesShown);
  return `${what}. The end of ${logFile}:\n${lines.join('\n')}`;
}
