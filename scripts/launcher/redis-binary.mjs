import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { unpackPackages } from './debian-packages.mjs';
import { LauncherFailure } from './failure.mjs';
import { programFolder } from './places.mjs';

const run = promisify(execFile);
const names = ['valkey-server', 'redis-server'];
const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];
const orElse = 'or set REDIS_URL to a Redis of yours';

/**
 * Valkey or Redis: from the PATH, else Debian's packages unpacked into a folder of ours (no root is needed, and
 * nothing of the system changes), else Homebrew's.
 * @param {object} options
 * @param {string} options.projectPath
 * @param {import('./server-account.mjs').Account | undefined} options.account
 * @param {import('./progress.mjs').Say} options.say
 * @returns {Promise<{ command: string, environment: Record<string, string> }>}
 */
export async function redisBinary({ projectPath, account, say }) {
  const found = onPath(names);
  if (found) return { command: found, environment: {} };
  if (onPath(['apt-get']) && onPath(['dpkg']))
    return fromDebian(programFolder(projectPath, account, 'redis-server'), say);
  if (process.platform === 'darwin' && onPath(['brew'])) return fromHomebrew(say);
  throw new LauncherFailure(
    `Redis is not installed. Install it (Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install valkey; ` +
      `Alpine: apk add redis; macOS: brew install redis), ${orElse}.`,
  );
}

export function onPath(commands, folders = (process.env.PATH ?? '').split(delimiter)) {
  return folders.flatMap((folder) => commands.map((command) => join(folder, command))).find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** An upgrade of the system may have taken away a library that the unpacked server needs. */
async function fromDebian(folder, say) {
  if (existsSync(folder)) {
    const known = unpackedIn(folder);
    if (await works(known)) return known;
    rmSync(folder, { recursive: true, force: true });
  }
  const isUsable = (path) => works(unpackedIn(path));
  await unpackPackages({ name: 'redis', packages, folder, isUsable, say }).catch((error) => {
    const reason = error.stderr?.match(/^E: .*/m)?.[0] ?? error.message.split('\n')[0];
    throw new LauncherFailure(
      `Redis is not installed, and its packages could not be fetched (${reason}). Install it (apt-get install redis-server), ${orElse}.`,
    );
  });
  return unpackedIn(folder);
}

/** @returns {Promise<boolean>} */
function works({ command, environment }) {
  const options = { env: { ...process.env, ...environment }, timeout: 10_000 };
  return run(command, ['--version'], options).then(
    () => true,
    () => false,
  );
}

function unpackedIn(folder) {
  const libraries = ['usr/lib', 'lib']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => [path, ...readdirSync(path).map((name) => join(path, name))])
    .filter((path) => statSync(path).isDirectory());
  return {
    command: join(folder, 'usr/bin/redis-server'),
    environment: { LD_LIBRARY_PATH: libraries.join(delimiter) },
  };
}

async function fromHomebrew(say) {
  const { stdout } = await run('brew', ['--prefix']);
  const folders = [join(stdout.trim(), 'bin')];
  if (!onPath(names, folders)) {
    say('redis', 'not installed here: running brew install redis');
    await run('brew', ['install', '--quiet', 'redis'], { timeout: 600_000 }).catch(() => undefined);
  }
  const command = onPath(names, folders);
  if (command) return { command, environment: {} };
  throw new LauncherFailure(`Redis could not be installed. Run brew install redis yourself, ${orElse}.`);
}
