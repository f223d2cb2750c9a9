import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unpackPackages } from './launcher/debian-packages.mjs';
import { exitWith, LauncherFailure } from './launcher/failure.mjs';
import { projectPath } from './launcher/index.mjs';
import { programFolder } from './launcher/places.mjs';
import { progressTo } from './launcher/progress.mjs';
import { onPath } from './launcher/redis-binary.mjs';

const run = promisify(execFile);

/** Prints the path of Pebble, the ACME server for tests by Let's Encrypt; unpacks Debian's package of it when there is none. */
try {
  process.stdout.write(`${await pebble()}\n`);
} catch (error) {
  exitWith(error);
}

async function pebble() {
  const installed = onPath(['pebble']);
  if (installed) return installed;
  const folder = programFolder(projectPath, undefined, 'pebble');
  if (!existsSync(folder)) await unpack(folder);
  return binaryIn(folder);
}

async function unpack(folder) {
  if (!onPath(['apt-get']) || !onPath(['dpkg']))
    throw new LauncherFailure('Pebble is not installed, and this system has no Debian packages.');
  const say = progressTo((line) => process.stderr.write(`${line}\n`));
  const isUsable = (path) => works(binaryIn(path));
  await unpackPackages({ name: 'pebble', packages: ['pebble'], folder, isUsable, say }).catch((error) => {
    const reason = error.stderr?.match(/^E: .*/m)?.[0] ?? error.message.split('\n')[0];
    throw new LauncherFailure(`Pebble is not installed, and its package could not be fetched (${reason}).`);
  });
}

function binaryIn(folder) {
  return join(folder, 'usr/bin/pebble');
}

/** It knows no --version: its help, which it ends with a code of its own, says that it runs. */
function works(command) {
  return run(command, ['-h'], { timeout: 10_000 }).then(
    () => true,
    ({ stderr = '' }) => stderr.includes('-dnsserver'),
  );
}
