import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LauncherFailure } from './failure.mjs';

const run = promisify(execFile);
const patience = 120_000;
const debianPackages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];

/**
 * Valkey or Redis: from the PATH, else Debian's packages unpacked into our own folder (no root, nothing of the system changes), else
 * Homebrew's.
 * @returns {Promise<{ command: string, environment: Record<string, string> }>}
 */
export async function redisBinary({ cache, log }) {
  const found = onPath('valkey-server') ?? onPath('redis-server');
  if (found) return { command: found, environment: {} };
  const unpacked = inFolder(cache);
  if (unpacked) return unpacked;
  if (onPath('apt-get') && onPath('dpkg')) return fromDebian(cache, log);
  if (onPath('brew')) return fromHomebrew(log);
  throw new LauncherFailure('There is no redis-server or valkey-server here. Install one of them, or set REDIS_URL to one of yours.');
}

function onPath(command) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function inFolder(cache) {
  const command = join(cache, 'usr/bin/redis-server');
  if (!existsSync(command)) return undefined;
  const libraries = join(cache, 'usr/lib');
  const folders = readdirSync(libraries).map((name) => join(libraries, name));
  return { command, environment: { LD_LIBRARY_PATH: folders.join(delimiter) } };
}

async function fromDebian(cache, log) {
  log('redis     not installed here: unpacking the packages of this system into the data folder');
  const downloads = join(cache, 'downloads');
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(join(downloads, 'lists/partial'), { recursive: true });
  mkdirSync(join(downloads, 'cache/archives/partial'), { recursive: true });
  const ownLists = ['-o', `Dir::State::lists=${downloads}/lists`, '-o', `Dir::Cache=${downloads}/cache`, '-o', 'APT::Sandbox::User='];
  const options = { cwd: downloads, timeout: patience };
  try {
    await run('apt-get', ['-o', 'APT::Sandbox::User=', 'download', ...debianPackages], options).catch(async () => {
      await run('apt-get', [...ownLists, 'update'], options);
      await run('apt-get', [...ownLists, 'download', ...debianPackages], options);
    });
    for (const file of readdirSync(downloads).filter((name) => name.endsWith('.deb'))) await run('dpkg', ['-x', file, cache], options);
    const binary = inFolder(cache);
    await run(binary.command, ['--version'], { env: { ...process.env, ...binary.environment } });
    return binary;
  } catch (error) {
    rmSync(join(cache, 'usr'), { recursive: true, force: true });
    const reason = (error.stderr || error.message).trim().split('\n')[0];
    throw new LauncherFailure(`Redis could not be fetched (${reason}). Install it (apt-get install redis-server), or set REDIS_URL.`);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

async function fromHomebrew(log) {
  log('redis     not installed here: brew install redis');
  await run('brew', ['install', '--quiet', 'redis'], { timeout: 5 * patience }).catch(() => undefined);
  const command = onPath('redis-server');
  if (!command) throw new LauncherFailure('Redis could not be installed. Run brew install redis yourself, or set REDIS_URL.');
  return { command, environment: {} };
}
