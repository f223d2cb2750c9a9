import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { ownerOf, takeOwnership } from './owner-lock.mjs';
import { openRecords, stopLeftovers } from './process-records.mjs';
import { isStillRunning } from './processes.mjs';
import { canEnter } from './server-account.mjs';

const ephemeralPrefix = 'flowie-stack-';
/** Started by root, the servers run as another user, who must get through; what is secret is closed by itself. */
const enterable = 0o011;
const anybody = { uid: -1, gid: -1 };

/**
 * The folder that holds everything the stack keeps, owned by one launcher at a time, and free of servers that an
 * earlier one left running.
 * @param {{ dataDirectory: string, ephemeral: boolean, say: import('./progress.mjs').Say }} options
 */
export async function openDataFolder({ dataDirectory, ephemeral, say }) {
  const path = ephemeral ? await newEphemeralFolder(say) : persistentFolder(dataDirectory);
  const giveBack = await takeOwnership(path);
  for (const name of ['logs', 'run']) mkdirSync(join(path, name), { recursive: true });
  await stopLeftovers(join(path, 'run'), say);
  const records = openRecords(join(path, 'run'));
  return {
    path,
    records,
    in: (...parts) => join(path, ...parts),
    release: () => {
      rmSync(ephemeral ? path : records, { recursive: true, force: true });
      giveBack();
    },
  };
}

function persistentFolder(dataDirectory) {
  const path = resolve(dataDirectory);
  try {
    const isNew = mkdirSync(path, { recursive: true }) !== undefined;
    if (isNew && process.getuid?.() === 0) chmodSync(path, statSync(path).mode | enterable);
    accessSync(path, constants.W_OK);
    return realpathSync(path);
  } catch (error) {
    throw new LauncherFailure(
      `The data folder ${path} cannot be written (${error.code}); give another one with --data.`,
    );
  }
}

async function newEphemeralFolder(say) {
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find(
    (folder) => process.getuid?.() !== 0 || canEnter(folder, anybody),
  );
  if (!parent)
    throw new LauncherFailure(
      `${tmpdir()} cannot be entered by other users; set TMPDIR to a folder that can.`,
    );
  await removeAbandoned(parent, say);
  const path = mkdtempSync(join(realpathSync(parent), ephemeralPrefix));
  chmodSync(path, 0o700 | enterable);
  return path;
}

/** Nobody will ever start in such a folder again, so whoever comes next clears away after a kill -9 of everything. */
async function removeAbandoned(parent, say) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(ephemeralPrefix)) continue;
    const folder = join(parent, name);
    const isOurs = lstatSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
    const owner = isOurs ? ownerOf(folder) : undefined;
    if (!owner || isStillRunning(owner.pid, owner.start)) continue;
    try {
      await stopLeftovers(join(folder, 'run'), say);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Its watchdog may be clearing it at this moment.
    }
  }
}
