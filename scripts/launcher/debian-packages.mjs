import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { secondsSince, shown } from './progress.mjs';

const run = promisify(execFile);
const patience = 120_000;
const network = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=20', '-o', 'APT::Sandbox::User='];

/**
 * Unpacks a program from this system's own packages, without installing them. Done aside and then renamed, since two
 * launchers may do it at the same time.
 * @param {object} options
 * @param {string} options.name of the program, to whoever reads the progress
 * @param {string[]} options.packages its package, and those that it usually needs besides
 * @param {string} options.folder
 * @param {(folder: string) => Promise<boolean>} options.isUsable
 * @param {import('./progress.mjs').Say} options.say
 */
export async function unpackPackages({ name, packages, folder, isUsable, say }) {
  say(name, `not installed here: unpacking this system's packages into ${shown(folder)}`);
  const began = performance.now();
  const draft = `${folder}.new-${process.pid}`;
  const downloads = `${folder}.packages-${process.pid}`;
  try {
    await tryEach(waysToDownload(packages, downloads), async (download) => {
      for (const path of [draft, downloads]) rmSync(path, { recursive: true, force: true });
      for (const path of ['lists/partial', 'cache/archives/partial'])
        mkdirSync(join(downloads, path), { recursive: true });
      await download();
      const archives = join(downloads, 'cache/archives');
      for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
        await run('dpkg', ['-x', join(archives, name), draft], { timeout: patience });
      }
      if (!(await isUsable(draft))) throw new Error('the unpacked program does not run here');
    });
    moveTo(folder, draft);
  } finally {
    for (const path of [draft, downloads]) rmSync(path, { recursive: true, force: true });
  }
  say(name, `unpacked in ${secondsSince(began)}`);
}

/**
 * With the package lists of the system, and where there are none, or stale ones, with lists of our own. Apt's
 * resolver finds exactly the libraries that are missing here; it refuses on a system with broken packages, where
 * naming the usual ones still works.
 */
function waysToDownload(packages, downloads) {
  const archives = join(downloads, 'cache/archives');
  const ours = [...network, '-o', `Dir::Cache=${downloads}/cache`, '-o', 'Debug::NoLocking=true'];
  const ownLists = [...ours, '-o', `Dir::State::lists=${downloads}/lists`];
  const get = (...parameters) => run('apt-get', parameters, { cwd: archives, timeout: patience });
  const resolve = ['install', '--yes', '--no-install-recommends', '--download-only', packages[0]];
  return [
    () => get(...ours, ...resolve),
    async () => {
      await get(...ownLists, 'update');
      await get(...ownLists, ...resolve).catch(() => get(...ownLists, 'download', ...packages));
    },
  ];
}

async function tryEach(ways, attempt) {
  for (const [index, way] of ways.entries()) {
    try {
      return await attempt(way);
    } catch (error) {
      if (index === ways.length - 1) throw error;
    }
  }
}

function moveTo(folder, draft) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
