import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { LauncherFailure } from './failure.mjs';
import { recordProcess } from './process-records.mjs';
import { send } from './processes.mjs';

const patience = 3_000;

/**
 * Runs a command beside the stack in a process group of its own, which the watchdog knows too. Signals are passed on
 * to the whole group, as a terminal does, and nothing of the group outlives the command.
 * @param {string[]} command and its parameters
 * @param {object} options
 * @param {Record<string, string>} options.environment added to our own
 * @param {string} options.runFolder the stack's
 * @param {string} [options.name] when there are several
 * @param {AbortSignal} [options.until] ends the command
 * @returns {Promise<number>} its exit code, or 128 and the number of the signal that ended it
 */
export async function runCommand(command, { environment, runFolder, name = 'command', until }) {
  const [program, ...parameters] = command;
  const env = { ...process.env, ...environment };
  const child = spawn(program, parameters, { env, stdio: 'inherit', detached: process.platform !== 'win32' });
  const forget = child.pid ? recordProcess(runFolder, name, child.pid, 'SIGTERM') : () => undefined;
  let ended = child.pid === undefined;
  const toAll = (signal) => ended || sendToGroup(child, signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, toAll);
  until?.addEventListener('abort', () => {
    toAll('SIGTERM');
    setTimeout(toAll, patience, 'SIGKILL').unref();
  });
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new LauncherFailure(`${program} could not be started (${error.code}).`)),
    );
    child.once('exit', (code, signal) => {
      toAll('SIGTERM');
      ended = true;
      forget();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

function sendToGroup(child, signal) {
  if (process.platform === 'win32') child.kill(signal);
  else send(-child.pid, signal);
}
