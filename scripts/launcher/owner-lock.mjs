import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherFailure } from './failure.mjs';
import { isStillRunning, startOf } from './processes.mjs';
import { shown } from './progress.mjs';

/**
 * Makes this process the only owner of a folder. The pid alone does not name the owner: after a crash or a reboot
 * another program may have it, so the time the owner started stands beside it.
 * @param {string} folder
 * @returns {Promise<() => void>} gives the folder back
 */
export async function takeOwnership(folder) {
  const lock = join(folder, 'owner.json');
  const draft = join(folder, `owner-${process.pid}.json`);
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  writeFileSync(draft, mine);
  try {
    while (!claim(lock, draft, mine)) {
      const found = await readSettled(lock);
      const owner = parse(found);
      if (owner && isStillRunning(owner.pid, owner.start)) {
        const where = `The data folder ${shown(folder)} is in use by process ${owner.pid}`;
        throw new LauncherFailure(`${where}; stop that one first, or give another folder with --data.`);
      }
      discard(lock, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (read(lock) === mine) rmSync(lock, { force: true });
  };
}

/** A link appears with its content at once; file systems without links show an empty file for a moment. */
function claim(lock, draft, mine) {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
  }
  try {
    writeFileSync(lock, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readSettled(lock) {
  for (let attempt = 0; attempt < 20 && read(lock) === ''; attempt++) await pause(25);
  return read(lock);
}

/** Two may find the same dead owner: the slower one must not remove the lock that the faster one just took. */
function discard(lock, found) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== found && !existsSync(lock)) renameSync(aside, lock);
  rmSync(aside, { force: true });
}

/** @returns {{ pid: number, start?: string } | undefined} who holds the folder, or held it when it crashed */
export const ownerOf = (folder) => parse(read(join(folder, 'owner.json')));

function parse(text) {
  try {
    const owner = JSON.parse(text);
    return Number.isInteger(owner?.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
