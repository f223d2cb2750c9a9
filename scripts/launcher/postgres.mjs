import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isReachable, reachableFolder } from './data-folder.mjs';
import { LauncherFailure } from './failure.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { commandLineOf, freePort, stopProcess, waitUntil } from './processes.mjs';
import { supervise } from './supervise.mjs';

const { Client } = createRequire(import.meta.url)('pg');
const database = 'flowie';
const readyWithin = 30_000;
const throwAway = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Starts PostgreSQL from the npm binaries on a free port of loopback; the URL of its database, and how to stop it. */
export async function startPostgres({ projectPath, folder, durable, password, log, fail }) {
  const began = Date.now();
  const user = unprivilegedUser();
  const native = postgresBinaries({ projectPath, asUnprivileged: user !== undefined, log });
  const data = dataPath(folder, projectPath, user, log);
  await stopOrphan(data);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(native, data, user, password);
  const port = await freePort();
  const url = `postgres://flowie:${password}@127.0.0.1:${port}/${database}`;
  const logFile = folder.in('logs/postgres.log');
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...(durable ? [] : throwAway)];
  const parameters = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = await supervise({
    name: 'postgres',
    pidFile: folder.in('run/postgres.pid'),
    signal: 'SIGINT',
    log,
    fail,
    launch: () => spawn(join(native, 'bin/postgres'), parameters, { ...user, cwd: '/', stdio: ['ignore', 'ignore', openSync(logFile, 'a')], detached: true }),
    isReady: () => answers(url.replace(/\/flowie$/, '/postgres')),
    readyWithin,
    logFile,
  });
  await createDatabase(url);
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  log(`postgres  started on 127.0.0.1:${port} in ${((Date.now() - began) / 1_000).toFixed(1)} s (PostgreSQL ${version}, data in ${data})`);
  return { url, pid: server.pid, stop: server.stop };
}

/** PostgreSQL refuses to run as root; `nobody` needs no account to be made. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':')); // prettier-ignore
  const account = passwd.find(([name]) => name === 'postgres') ?? passwd.find(([name]) => name === 'nobody');
  return { uid: Number(account?.[2] ?? 65_534), gid: Number(account?.[3] ?? 65_534) };
}

function dataPath(folder, projectPath, user, log) {
  if (!user) return folder.in('postgres');
  const home = isReachable(folder.path) ? folder.path : reachableFolder(`${projectPath}\n${folder.path}`);
  if (home !== folder.path) log(`postgres  keeps its data in ${home}: the user it runs as cannot enter ${folder.path}`);
  const path = join(home, 'postgres');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== user.uid) chownSync(path, user.uid, user.gid);
  return path;
}

function initialise(native, data, user, password) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = join(data, '..', `.password-${process.pid}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const parameters = ['-D', data, '-U', 'flowie', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C', '--no-instructions'];
  try {
    execFileSync(join(native, 'bin/initdb'), parameters, { ...user, cwd: '/', stdio: 'pipe' });
  } catch (error) {
    const reason = error.stderr?.toString().trim().split('\n').at(-1) || error.message;
    throw new LauncherFailure(`PostgreSQL could not make its data folder ${data}: ${reason}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A server that outlived its launcher and its watchdog still holds this very folder. */
async function stopOrphan(data) {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (pid > 0 && commandLineOf(pid).includes(data)) await stopProcess(pid, 'SIGINT');
}

async function answers(url) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url) {
  if (await answers(url)) return;
  const client = new Client({ connectionString: url.replace(/\/flowie$/, '/postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  await waitUntil(() => answers(url), readyWithin);
}
