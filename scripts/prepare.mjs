import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a fresh clone ready: installs what package-lock.json names, and with --build compiles; both only when something changed. Needs
 * nothing but Node itself.
 */
const installStamp = 'node_modules/.flowie-installed';
const buildStamp = 'dist/.flowie-built';
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
if (!existsSync(installStamp) || readFileSync(installStamp, 'utf8') !== lock) {
  step('installing the dependencies', [
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    ['install', '--no-audit', '--no-fund', '--loglevel=error'],
  ]);
  writeFileSync(installStamp, lock);
}
if (process.argv.includes('--build')) {
  const sources = fingerprint();
  if (!existsSync(buildStamp) || readFileSync(buildStamp, 'utf8') !== sources) {
    step('building', [['run', '-s', 'build']]);
    writeFileSync(buildStamp, sources);
  }
}

/** Tries the commands in turn until one succeeds. */
function step(what, commands) {
  const began = Date.now();
  process.stderr.write(`prepare   ${what} …\n`);
  const done = commands.some((parameters) => spawnSync(npm, parameters, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0);
  if (!done) {
    process.stderr.write(`\n${what} failed; what went wrong stands above.\n`);
    process.exit(1);
  }
  process.stderr.write(`prepare   ${what}: done in ${((Date.now() - began) / 1_000).toFixed(1)} s\n`);
}

function fingerprint() {
  const hash = createHash('sha256');
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', '.swcrc', ...filesIn('src')];
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}
