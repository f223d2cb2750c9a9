import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherFailure } from './failure.mjs';

const hasProc = existsSync('/proc/self/stat');

/** Whether there is a process with this pid, be it dead and not buried yet. */
export function hasPid(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

export const isAlive = (pid) => hasPid(pid) && !isZombie(pid);

/** A killed process whose parent has not asked for its end yet still has a pid, and runs no more. */
function isZombie(pid) {
  return fieldsAfterName(pid)?.[0] === 'Z';
}

/**
 * When a process started, in whatever unit the system has: tells a process from a later one with the same pid.
 * @returns {string | undefined} undefined when the system does not say
 */
export function startOf(pid) {
  return hasProc ? fieldsAfterName(pid)?.[19] : fromPs(pid, 'lstart');
}

/** Whether this is still the process that had the pid then; when the system does not say, it is taken to be. */
export function isStillRunning(pid, start) {
  if (!isAlive(pid)) return false;
  const now = startOf(pid);
  return now === undefined || start === undefined || now === start;
}

/** Whether the process has this path among its arguments. */
export function hasArgument(pid, path) {
  if (!hasProc) return ` ${fromPs(pid, 'command') ?? ''} `.includes(` ${path} `);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(path);
  } catch {
    return false;
  }
}

/** The name stands in parentheses and may itself hold spaces and parentheses. */
function fieldsAfterName(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function fromPs(pid, field) {
  try {
    const options = { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' };
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], options).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Asks with the signal, waits, and insists with SIGKILL.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export async function stopProcess(pid, signal, patienceMilliseconds = 10_000) {
  for (const [wanted, patience] of [
    [signal, patienceMilliseconds],
    ['SIGKILL', 5_000],
  ]) {
    if (!isAlive(pid) || !send(pid, wanted)) return;
    if (await waitUntil(() => !isAlive(pid), patience)) return;
  }
  throw new LauncherFailure(`Process ${pid} does not end, not even after kill -9.`);
}

/** @returns {boolean} false when there is nobody any more to receive it; a negative pid is a process group */
export function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw new LauncherFailure(
      `Process ${Math.abs(pid)} could not be stopped (${error.code}); stop it yourself.`,
    );
  }
}

/** Whether the check came true in time. */
export async function waitUntil(check, withinMilliseconds, everyMilliseconds = 20) {
  const end = performance.now() + withinMilliseconds;
  for (;;) {
    if (await check()) return true;
    if (performance.now() > end) return false;
    await pause(everyMilliseconds);
  }
}
