import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './server';

const runFile = promisify(execFile);
const needed = ['initdb', 'pg_ctl', 'pg_resetwal', 'createdb', 'pg_dump', 'pg_restore'];

/** Where a whole PostgreSQL is installed, servers and tools of one version; undefined when there is none. */
export function postgresPrograms(): string | undefined {
  try {
    const folder = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
    return needed.every((program) => existsSync(join(folder, program))) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** A cluster of that PostgreSQL, to dump from and to restore into. */
export class InstalledPostgres {
  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** `epoch`: how many times it has counted four thousand million transactions already. */
  static async start(programs: string, epoch = 0): Promise<InstalledPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'flowie-restore-'));
    const account = servant();
    if (account) chownSync(folder, account.uid, account.gid);
    const cluster = new InstalledPostgres(programs, folder, await freePort());
    await cluster.run(
      'initdb',
      '-D',
      cluster.data,
      '-U',
      'flowie',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    );
    if (epoch > 0) await cluster.run('pg_resetwal', '-e', String(epoch), cluster.data);
    const options = `-p ${cluster.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
    await cluster.run('pg_ctl', '-D', cluster.data, '-o', options, '-l', join(folder, 'log'), '-w', 'start');
    await cluster.run('createdb', ...cluster.server, 'flowie');
    return cluster;
  }

  get url(): string {
    return `postgres://flowie@127.0.0.1:${this.port}/flowie`;
  }

  /** What docs/operations.md tells to run. */
  async dump(): Promise<string> {
    const file = join(this.folder, 'flowie.dump');
    await this.run('pg_dump', '--format=custom', `--file=${file}`, this.url);
    return file;
  }

  async restore(file: string): Promise<void> {
    await this.run('pg_restore', '--exit-on-error', '--no-owner', `--dbname=${this.url}`, file);
  }

  async stop(): Promise<void> {
    await this.run('pg_ctl', '-D', this.data, '-m', 'immediate', '-w', 'stop');
    await rm(this.folder, { recursive: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private get server(): string[] {
    return ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'flowie'];
  }

  private async run(program: string, ...parameters: string[]): Promise<void> {
    await runFile(join(this.programs, program), parameters, { ...servant(), cwd: '/' });
  }
}

/** PostgreSQL does not run as root. */
function servant(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
