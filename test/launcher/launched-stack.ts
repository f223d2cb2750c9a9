import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from '../support/eventually';

export const project = join(__dirname, '../..');
const ofTheStackAroundUs = [
  'DATABASE_URL',
  'REDIS_URL',
  'JWT_SECRET',
  'SEALING_KEYS',
  'OUTBOUND_ALLOWED_CIDRS',
];
const ownEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !ofTheStackAroundUs.includes(name)),
);

interface Options {
  environment?: Record<string, string>;
  user?: { uid?: number; gid?: number };
  script?: string;
}

/** A launcher in a process of its own, as people start it. */
export class LaunchedStack {
  output = '';
  exitCode?: number;
  private readonly child: ChildProcess;

  constructor(
    parameters: string[],
    { environment = {}, user = {}, script = join(project, 'scripts/stack.mjs') }: Options = {},
  ) {
    const options = { env: { ...ownEnvironment, ...environment }, cwd: '/', ...user };
    this.child = spawn(process.execPath, [script, ...parameters], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (data) => (this.output += String(data)));
    }
    this.child.once('exit', (code, signal) => (this.exitCode = signal ? -1 : code!));
  }

  get pid(): number {
    return this.child.pid!;
  }

  async urls(): Promise<{ database: string; redis: string }> {
    const [, database, redis] = await this.printed(/DATABASE_URL=(\S+)\nREDIS_URL=(\S+)\n/);
    return { database: database!, redis: redis! };
  }

  async printed(what: RegExp): Promise<RegExpExecArray> {
    return this.orShowOutput(
      eventually(String(what), () => {
        const found = what.exec(this.output);
        if (!found && this.exitCode !== undefined)
          throw new Error(`the launcher ended with ${this.exitCode}`);
        return found ?? undefined;
      }),
    );
  }

  async ended(): Promise<number> {
    await this.orShowOutput(eventually('the launcher ends', () => this.exitCode !== undefined));
    return this.exitCode!;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async end(): Promise<void> {
    if (this.exitCode === undefined) this.kill('SIGTERM');
    await this.ended();
  }

  private orShowOutput<T>(promise: Promise<T>): Promise<T> {
    return promise.catch((error: Error) => {
      throw new Error(`${error.message}; the launcher printed:\n${this.output}`);
    });
  }
}

/**
 * Starts launchers over a data folder of the test's own, and leaves nothing of them behind. Tests that only need some
 * database cluster share one, since making it takes longer than all else.
 */
export function launcherTests({ shareFolder = false } = {}): {
  folder: () => string;
  start: (parameters: string[], options?: Options) => LaunchedStack;
} {
  const started: LaunchedStack[] = [];
  let folder: string;
  const makeFolder = () => {
    folder = mkdtempSync(join(tmpdir(), 'flowie-launcher-'));
    chmodSync(folder, 0o755);
  };
  const removeFolder = async () => {
    for (const pid of pidsServing(folder)) await eventually(`process ${pid} ends`, () => !isRunning(pid));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((stack) => stack.end()));
  });
  if (shareFolder) {
    beforeAll(makeFolder);
    afterAll(removeFolder);
  } else {
    beforeEach(makeFolder);
    afterEach(removeFolder);
  }
  return {
    folder: () => folder,
    start: (parameters, options) => {
      const stack = new LaunchedStack(parameters, options);
      started.push(stack);
      return stack;
    },
  };
}

/** What a launcher of this data folder has written down about a process it started. */
export function pidOf(folder: string, launcher: LaunchedStack, name: string): number {
  return Number(readFileSync(join(folder, 'run', String(launcher.pid), `${name}.pid`), 'utf8').split(' ')[0]);
}

function pidsServing(folder: string): number[] {
  const records = join(folder, 'run');
  if (!existsSync(records) || !lstatSync(records).isDirectory()) return [];
  return readdirSync(records, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pid'))
    .map((name) => Number(readFileSync(join(records, name), 'utf8').split(' ')[0]));
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

export function redisSays(url: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
  });
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !(existsSync(`/proc/${pid}/stat`) && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
}
