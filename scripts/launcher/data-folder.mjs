import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { isAlive, startOf } from './processes.mjs';

/**
 * The folder that holds everything the stack keeps, owned by one launcher at a time.
 * @param {{ dataDirectory: string, ephemeral: boolean }} options
 */
export function openDataFolder({ dataDirectory, ephemeral }) {
  const path = ephemeral ? mkdtempSync(join(tmpdir(), 'flowie-stack-')) : resolve(dataDirectory);
  mkdirSync(path, { recursive: true });
  if (ephemeral) chmodSync(path, 0o711);
  const lock = join(path, 'owner.json');
  takeLock(lock, path);
  for (const folder of ['logs', 'run']) mkdirSync(join(path, folder), { recursive: true });
  return {
    path,
    in: (...parts) => join(path, ...parts),
    release: () => rmSync(ephemeral ? path : lock, { recursive: true, force: true }),
  };
}

/** The pid alone is not enough: after a crash another program may have it. */
function takeLock(lock, path) {
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  for (;;) {
    try {
      return writeFileSync(lock, mine, { flag: 'wx' });
    } catch (error) {
      if (error.code !== 'EEXIST') throw new LauncherFailure(`The data folder ${path} cannot be written: ${error.code}.`);
    }
    const owner = readOwner(lock);
    if (owner && isAlive(owner.pid) && startOf(owner.pid) === owner.start) {
      throw new LauncherFailure(`The data folder ${path} is in use by process ${owner.pid}; stop that one first, or give another --data.`);
    }
    rmSync(lock, { force: true });
  }
}

function readOwner(lock) {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether a user that is neither owner nor in the group may enter every folder on the way. */
export function isReachable(path) {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Where the parts live that an unprivileged user must reach when the project itself lies in a closed home. */
export function reachableFolder(projectPath) {
  const name = createHash('sha256').update(projectPath).digest('hex').slice(0, 12);
  const path = join('/var/tmp', `flowie-${name}`);
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  return path;
}
