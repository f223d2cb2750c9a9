import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LauncherFailure } from './failure.mjs';

/** @typedef {{ uid: number, gid: number }} Account */

/**
 * The account that runs the servers: PostgreSQL refuses root, and Redis should not have root's rights either.
 * Whoever owns the data already goes first, so that a start with sudo leaves an ordinary user's data usable.
 * @param {string} data of PostgreSQL, if there is any yet
 * @returns {Account | undefined} undefined when we are an ordinary user, who runs them as himself
 */
export function serverAccount(data) {
  if (process.getuid?.() !== 0) return undefined;
  const candidates = [
    ownerOf(data),
    accountNamed('postgres'),
    accountNamed('nobody'),
    { uid: 65_534, gid: 65_534 },
  ];
  const account = candidates.find((candidate) => candidate?.uid > 0 && canRun(candidate));
  if (account) return account;
  throw new LauncherFailure(
    'PostgreSQL does not run as root, and this system lets us start nothing as another user: run this as an ' +
      'ordinary user, or set DATABASE_URL and REDIS_URL.',
  );
}

function ownerOf(path) {
  const owner = statSync(path, { throwIfNoEntry: false });
  return owner && { uid: owner.uid, gid: owner.gid };
}

function accountNamed(name) {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}

/** Containers may map only some users. */
function canRun({ uid, gid }) {
  return spawnSync('/bin/sh', ['-c', ':'], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * Whether the account may enter every folder on the way to the path, and the path itself.
 * @param {string} path which exists
 * @param {Account | undefined} account
 */
export function canEnter(path, account) {
  if (!account) return true;
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
