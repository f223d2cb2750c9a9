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
const lockContent = readFileSync(lockFile);
const lock = createHash('sha256').update(lockContent).digest('hex');
if (contentOf(installStamp) !== lock) {
  if (!isInstalledByHand()) install();
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

/** npm install may rewrite the lock file, and nobody expects `npm test` to change what git tracks. */
function install() {
  const ways = [
    ['ci', ...quiet],
    ['install', ...quiet],
  ];
  step('installing the dependencies', ways);
  if (!lockContent.equals(readFileSync(lockFile))) writeFileSync(lockFile, lockContent);
}

/** Tries the npm commands in turn until one succeeds; what they print is shown when none does. */
function step(what, ways) {
  const began = performance.now();
  const options = {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
    shell: process.platform === 'win32',
  };
  say(`${what} …`);
  let result;
  for (const [index, parameters] of ways.entries()) {
    if (index > 0)
      say(`npm ${ways[index - 1][0]} failed: ${firstComplaint(result)}; trying npm ${parameters[0]} …`);
    result = spawnSync('npm', parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    if (result.status === 0)
      return say(`${what}: done in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }
  process.stderr.write(
    `${result.stdout ?? ''}${result.stderr ?? ''}\n${what} failed: ${firstComplaint(result)}\n`,
  );
  process.exit(1);
}

function firstComplaint({ error, stderr, status }) {
  const line = stderr?.split('\n').find((text) => /^npm error (?!code)\S/.test(text));
  return line?.replace('npm error ', '').split('. ')[0] ?? error?.message ?? `exit code ${status}`;
}

function say(what) {
  process.stderr.write(`prepare   ${what}\n`);
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
