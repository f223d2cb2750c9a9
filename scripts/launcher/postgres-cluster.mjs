import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { recordProcess } from './process-records.mjs';
import { hasArgument, hasPid, isAlive, stopProcess } from './processes.mjs';
import { shown } from './progress.mjs';

/**
 * Makes sure that there is a database cluster in the folder.
 * @param {object} options
 * @param {string} options.native folder of PostgreSQL's programs
 * @param {string} options.data
 * @param {import('./server-account.mjs').Account | undefined} options.account
 * @param {string} options.password
 * @param {boolean} options.durable
 * @param {string} options.records
 * @param {import('./progress.mjs').Say} options.say
 */
export async function prepareCluster(options) {
  if (!existsSync(join(options.data, 'PG_VERSION'))) await initialise(options);
}

/**
 * A server that outlived its launcher and its watchdog still holds this very folder. PostgreSQL takes any process
 * that has the pid of its lock file for such a server: one that merely has the same pid by now, or a dead one that
 * nobody has buried, would keep it from starting for ever.
 */
export async function freeCluster(data, say) {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (pid > 0 && isAlive(pid) && hasArgument(pid, data)) {
    say('postgres', `stopping process ${pid}, which a killed launcher left behind`);
    return stopProcess(pid, 'SIGINT');
  }
  if (!(pid > 0) || hasPid(pid)) rmSync(file, { force: true });
}

/** Made aside and then renamed: a cluster is whole or not there, whenever it is interrupted. */
async function initialise({ native, data, account, password, durable, records, say }) {
  const draft = `${data}.new`;
  const passwordFile = `${data}.password`;
  say('postgres', 'first start: making the database cluster');
  for (const path of [draft, passwordFile]) rmSync(path, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    const parameters = ['-D', draft, '-U', 'flowie', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    parameters.push('-E', 'UTF8', '--locale=C', '--no-instructions', ...(durable ? [] : ['--no-sync']));
    await runRecorded(join(native, 'bin/initdb'), parameters, account, records);
    renameSync(draft, data);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new LauncherFailure(`PostgreSQL could not make its data folder ${shown(data)}: ${error.message}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function runRecorded(command, parameters, account, records) {
  const child = spawn(command, parameters, {
    ...account,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const forget = child.pid ? recordProcess(records, 'initdb', child.pid, 'SIGTERM') : () => undefined;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      forget();
      if (code === 0) return resolve();
      const lines = output.trim().split('\n');
      reject(new Error(lines.find((line) => line.includes('error:')) ?? lines.at(-1)));
    });
  });
}
