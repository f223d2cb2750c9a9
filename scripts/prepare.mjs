import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes a fresh clone ready: installs what package-lock.json names, and with --build compiles; each only when
 * something changed. Contents are compared, not times, which a checkout sets as it likes. Needs nothing but Node.
 */
const project = fileURLToPath(new URL('..', import.meta.url));
const lockFile = join(project, 'package-lock.json');
const installStamp = join(project, 'node_modules/.flowie-lock');
const buildStamp = join(project, 'dist/.built');
const buildInputs = [/^package-lock\.json$/, /^tsconfig.*\.json$/, /^nest-cli\.json$/, /^\.swcrc$/, /^src$/];
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

refuseOldNode();
const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
if (contentOf(installStamp) !== lock) {
  const ways = [
    ['ci', ...quiet],
    ['install', ...quiet],
  ];
  if (!isInstalledByHand()) step('installing the dependencies', ways);
  writeFileSync(installStamp, lock);
}
if (process.argv.includes('--build')) {
  const sources = fingerprint();
  if (contentOf(buildStamp) !== sources) {
    step('building', [['run', '-s', 'build']]);
    writeFileSync(buildStamp, sources);
  }
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Node 20.19 or newer is needed; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** After npm ci by hand there is nothing left to do: npm notes what it installed, all but other systems' packages. */
function isInstalledByHand() {
  const noted = contentOf(join(project, 'node_modules/.package-lock.json'));
  if (!noted) return false;
  const installed = JSON.parse(noted).packages;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const differs = ([path, { version, optional }]) =>
    path !== '' && (installed[path] ? installed[path].version !== version : !optional);
  return !Object.entries(wanted).some(differs);
}

/** Tries the npm commands in turn until one succeeds. */
function step(what, ways) {
  const began = performance.now();
  process.stderr.write(`prepare   ${what} …\n`);
  const options = {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  };
  if (!ways.some((parameters) => spawnSync('npm', parameters, options).status === 0)) {
    process.stderr.write(`\n${what} failed; what went wrong stands above.\n`);
    process.exit(1);
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  process.stderr.write(`prepare   ${what}: done in ${seconds} s\n`);
}

function fingerprint() {
  const hash = createHash('sha256');
  const inputs = readdirSync(project).filter((name) => buildInputs.some((pattern) => pattern.test(name)));
  for (const path of inputs.sort().flatMap((name) => filesIn(join(project, name)))) {
    hash.update(`${path.slice(project.length)}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

function contentOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
