import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/**
 * Runs a command beside the stack, in a process group of its own that the watchdog knows; signals are passed on.
 * @returns {Promise<number>} its exit code, or 128 and the number of the signal that ended it
 */
export function runCommand([command, ...parameters], { environment, runFolder, name = 'command' }) {
  const pidFile = join(runFolder, `${name}.pid`);
  const child = spawn(command, parameters, { env: { ...process.env, ...environment }, stdio: 'inherit', detached: true });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => writeFileSync(pidFile, `${child.pid} TERM\n`));
    child.once('exit', (code, signal) => {
      rmSync(pidFile, { force: true });
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
