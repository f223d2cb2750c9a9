import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStillRunning, send, startOf, stopProcess } from './processes.mjs';

/**
 * Each launcher has a folder of records `<name>.pid`, one for each process it started: pid, signal to end it, and
 * start time, in this order since the watchdog, a shell script, reads them too. A folder of its own, so that the
 * watchdog of a killed launcher never takes the servers of the next one for its own.
 */
export function openRecords(folder) {
  const path = join(folder, String(process.pid));
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/**
 * @param {string} records folder that openRecords answered
 * @param {string} name
 * @param {number} pid leader of a process group of its own
 * @param {NodeJS.Signals} signal
 * @returns {() => void} to call when the process has ended
 */
export function recordProcess(records, name, pid, signal) {
  const file = join(records, `${name}.pid`);
  writeFileSync(file, `${pid} ${signal.slice(3)} ${startOf(pid) ?? ''}\n`);
  return () => rmSync(file, { force: true });
}

/**
 * Stops what a launcher that was killed, together with its watchdog, left running.
 * @param {string} folder which holds the folders of records
 * @param {import('./progress.mjs').Say} say
 */
export async function stopLeftovers(folder, say) {
  const left = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.pid'))
    .map((name) => readRecord(folder, name))
    .filter(({ pid, start }) => pid > 0 && isStillRunning(pid, start));
  await Promise.all(left.map((record) => stopLeftover(record, say)));
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

function readRecord(folder, name) {
  const [pid, signal, ...start] = readFileSync(join(folder, name), 'utf8').trim().split(' ');
  return {
    name: name.split('/').at(-1).slice(0, -4),
    pid: Number(pid),
    signal: `SIG${signal}`,
    start: start.join(' '),
  };
}

async function stopLeftover({ name, pid, signal }, say) {
  say(name, `stopping process ${pid}, which a killed launcher left behind`);
  await stopProcess(pid, signal, signal === 'SIGINT' ? 10_000 : 2_000);
  send(-pid, 'SIGKILL');
}
