import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { shown } from './progress.mjs';
import { canEnter } from './server-account.mjs';

/**
 * Where a program that we copy or unpack is, or is to be put, to be used by every data folder: in `.data` of the
 * project; when that cannot be written, or not be entered by the servers' account, in a folder of our own under
 * /var/tmp.
 * @param {string} projectPath
 * @param {import('./server-account.mjs').Account | undefined} account
 * @param {string} name
 * @returns {string}
 */
export function programFolder(projectPath, account, name) {
  const inProject = join(projectPath, '.data');
  try {
    mkdirSync(inProject, { recursive: true });
    const isThere = existsSync(join(inProject, name));
    if (!isThere) accessSync(inProject, constants.W_OK);
    if (canEnter(isThere ? join(inProject, name) : inProject, account)) return join(inProject, name);
  } catch {
    // A project that another user installed is used, and not written.
  }
  return join(sharedFolder(projectPath), name);
}

/**
 * Where the servers keep their data: in the data folder; when their account cannot enter that one, beside the
 * programs under /var/tmp. A file in the data folder then names the place, so that removing the data folder means
 * a fresh start as ever.
 */
export function serverDataFolder({ projectPath, folder, account, say }) {
  const known = serverDataSoFar(folder);
  if (!known && canEnter(folder.path, account)) return folder.path;
  const path = known ?? join(sharedFolder(projectPath), `data-${randomBytes(6).toString('hex')}`);
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  if (!known) writeFileSync(pointerIn(folder), path);
  say('data', `kept in ${path}: the user that runs the servers cannot enter ${shown(folder.path)}`);
  return path;
}

/** @returns {string | undefined} the place outside of the data folder that an earlier start chose */
export function serverDataSoFar(folder) {
  try {
    return readFileSync(pointerIn(folder), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

const pointerIn = (folder) => folder.in('servers-are-in');

/** Everybody may write to /var/tmp: a folder of this name that another user made first is not to be trusted. */
function sharedFolder(projectPath) {
  const uid = process.getuid?.() ?? 0;
  const name = createHash('sha256')
    .update(uid === 0 ? projectPath : `${projectPath}\n${uid}`)
    .digest('hex');
  const path = join(realpathSync('/var/tmp'), `flowie-${name.slice(0, 12)}`);
  mkdirSync(path, { recursive: true });
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== uid) {
    throw new LauncherFailure(
      `${path} is not ours: remove it, or move the project to a folder that others may enter.`,
    );
  }
  chmodSync(path, 0o755);
  return path;
}
