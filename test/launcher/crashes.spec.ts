import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { isRunning, LaunchedStack, launcherTests, pidOf, query, redisSays } from './launched-stack';

const { folder, start } = launcherTests({ shareFolder: true });
const idle = [
  '--',
  process.execPath,
  '-e',
  'console.log("command", process.pid); setInterval(() => 0, 1000)',
];

async function fill({ database, redis }: { database: string; redis: string }): Promise<void> {
  await query(database, 'CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS number');
  await redisSays(redis, 'SET kept 7');
}

async function expectKept({ database, redis }: { database: string; redis: string }): Promise<void> {
  expect(await query(database, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  expect(await redisSays(redis, 'GET kept')).toBe('$1\r\n7\r\n');
}

describe('kill -9 of the launcher', () => {
  it('leaves neither server nor command, and not even the folder of an ephemeral stack', async () => {
    const stack = start(['--ephemeral', ...idle]);
    const [, command] = await stack.printed(/command (\d+)/);
    const place = /data in (\S+)\/postgres/.exec(stack.output)![1]!;
    const pids = [Number(command), ...['postgres', 'redis'].map((name) => pidOf(place, stack, name))];
    expect(pids.map(isRunning)).toEqual([true, true, true]);
    stack.kill('SIGKILL');
    await eventually('all end', () => !pids.some(isRunning), 3_000);
    await eventually('the folder goes', () => !existsSync(place), 3_000);
  });

  it('keeps the data, and a start right after it is not hurt by the watchdog of the dead', async () => {
    const first = start(['--data', folder()]);
    await fill(await first.urls());
    const watchdog = watchdogOf(first);
    first.kill('SIGKILL');
    await first.ended();
    const second = start(['--data', folder()]);
    await expectKept(await second.urls());
    await eventually('the old watchdog ends', () => !isRunning(watchdog), 8_000);
    await expectKept(await second.urls());
    expect(second.output).not.toContain('died');
  });

  it('and of its watchdog: the next start stops what is left, and goes on with the data', async () => {
    const first = start(['--data', folder(), '--', 'sleep', '600']);
    await first.printed(/webhooks/);
    await eventually('the command runs', () =>
      existsSync(join(folder(), 'run', String(first.pid), 'command.pid')),
    );
    const pids = ['postgres', 'redis', 'command'].map((name) => pidOf(folder(), first, name));
    process.kill(watchdogOf(first), 'SIGKILL');
    first.kill('SIGKILL');
    await first.ended();
    expect(pids.map(isRunning)).toEqual([true, true, true]);

    const second = start(['--data', folder()]);
    await fill(await second.urls());
    await eventually('what was left has ended', () => !pids.some(isRunning));
    expect(second.output).toMatch(/postgres +stopping process \d+, which a killed launcher left behind/);
  });
});

it('a lock of PostgreSQL with the pid of another program, or of a dead one not buried, does not keep it from starting', async () => {
  const first = start(['--data', folder()]);
  await first.urls();
  await first.end();
  const { uid, gid } = statSync(join(folder(), 'postgres'));
  const other = spawn('/bin/sh', ['-c', 'true & echo $!; exec sleep 600'], { uid, gid, cwd: '/' });
  const [unburied] = (await once(other.stdout, 'data')) as [Buffer];
  try {
    for (const pid of [other.pid!, Number(unburied.toString())]) {
      writeFileSync(join(folder(), 'postgres/postmaster.pid'), `${pid}\n${join(folder(), 'postgres')}\n`);
      const next = start(['--data', folder()]);
      expect(await query((await next.urls()).database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await next.end();
      expect(isRunning(other.pid!)).toBe(true);
    }
  } finally {
    other.kill('SIGKILL');
  }
});

describe('kill -9 of a server', () => {
  it('brings it back on the same port with its data', async () => {
    const stack = start(['--data', folder()]);
    const urls = await stack.urls();
    await fill(urls);
    for (const name of ['postgres', 'redis']) process.kill(pidOf(folder(), stack, name), 'SIGKILL');
    await stack.printed(/postgres +is back/);
    await stack.printed(/redis +is back/);
    await expectKept(urls);
  });

  it('again and again is given up after five times, in one sentence', async () => {
    const environment = { DATABASE_URL: 'postgres://elsewhere/x' };
    const stack = start(['--data', folder(), ...idle], { environment });
    const [, command] = await stack.printed(/command (\d+)/);
    for (let time = 1; time <= 6; time++) {
      await eventually('redis is up', () => stack.output.split('is back').length === time);
      process.kill(pidOf(folder(), stack, 'redis'), 'SIGKILL');
      await eventually(
        'its death is noticed',
        () => stack.output.split(/redis {5}died|given up/).length > time,
      );
    }
    expect(await stack.ended()).toBe(1);
    expect(stack.output.trim().split('\n').at(-1)).toMatch(
      /^redis died 6 times within a minute and is given up/,
    );
    expect(isRunning(Number(command))).toBe(false);
  });
});

function watchdogOf(stack: LaunchedStack): number {
  const isWatchdog = (pid: number) => {
    const [parent, line] = existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
    return parent === stack.pid && line.includes('flowie-watchdog');
  };
  return allPids().find(isWatchdog)!;
}

function allPids(): number[] {
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').map(Number).filter((pid) => pid > 0); // prettier-ignore
  return execFileSync('ps', ['-axo', 'pid='], { encoding: 'utf8' }).trim().split(/\s+/).map(Number);
}

function fromProc(pid: number): [number, string] {
  try {
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return [Number(parent), readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
  } catch {
    return [0, ''];
  }
}

function fromPs(pid: number): [number, string] {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
    return [Number.parseInt(line, 10), line];
  } catch {
    return [0, ''];
  }
}
