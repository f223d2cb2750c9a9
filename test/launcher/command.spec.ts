import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, launcherTests } from './launched-stack';

const { folder, start } = launcherTests();
const elsewhere = { environment: { DATABASE_URL: 'postgres://elsewhere/x', REDIS_URL: 'redis://elsewhere' } };
const runNode = (script: string) => ['--', process.execPath, '-e', script];

describe('the command', () => {
  it('gets working URLs and secrets, and its exit code is the launcher’s', async () => {
    const script = `const { JWT_SECRET, SEALING_KEYS, OUTBOUND_ALLOWED_CIDRS, DATABASE_URL, REDIS_URL } = process.env;
      console.log(JSON.stringify({ JWT_SECRET, SEALING_KEYS, OUTBOUND_ALLOWED_CIDRS, DATABASE_URL, REDIS_URL }));
      process.exit(42)`;
    const stack = start(['--ephemeral', ...runNode(script)]);
    expect(await stack.ended()).toBe(42);
    const given = JSON.parse(/^\{.*\}$/m.exec(stack.output)![0]) as Record<string, string>;
    expect(Buffer.from(given.JWT_SECRET!, 'base64url').length).toBeGreaterThanOrEqual(48);
    expect(Buffer.from(/^k1:(.+)$/.exec(given.SEALING_KEYS!)![1]!, 'base64')).toHaveLength(32);
    expect(given.OUTBOUND_ALLOWED_CIDRS).toBe('127.0.0.0/8,::1/128');
    expect(given.DATABASE_URL).toMatch(/^postgres:\/\/flowie:\w+@127\.0\.0\.1:\d+\/flowie$/);
    expect(given.REDIS_URL).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
    expect(stack.output).toMatch(/webhooks +to this machine .* are allowed/);
  });

  it('that a signal ends makes 128 and its number', async () => {
    const stack = start(['--data', folder(), ...runNode('process.kill(process.pid, "SIGKILL")')], elsewhere);
    expect(await stack.ended()).toBe(137);
  });

  it('gets the launcher’s signals and the time to end; what it started ends with it', async () => {
    const script = `const grandchild = require('node:child_process').spawn('sleep', ['600']);
      process.on('SIGTERM', () => setTimeout(() => process.exit(5), 200)); setInterval(() => 0, 1000);
      console.log('grandchild', grandchild.pid)`;
    const stack = start(['--data', folder(), ...runNode(script)], elsewhere);
    const [, grandchild] = await stack.printed(/grandchild (\d+)/);
    stack.kill('SIGTERM');
    expect(await stack.ended()).toBe(5);
    expect(isRunning(Number(grandchild))).toBe(false);
  });
});

it('what the environment sets wins', async () => {
  const environment = {
    DATABASE_URL: 'postgres://elsewhere/x',
    REDIS_URL: 'redis://elsewhere',
    JWT_SECRET: 'mine',
    OUTBOUND_ALLOWED_CIDRS: '',
  };
  const script =
    'console.log([process.env.DATABASE_URL, process.env.JWT_SECRET, process.env.OUTBOUND_ALLOWED_CIDRS].join())';
  const stack = start(['--data', folder(), ...runNode(script)], { environment });
  expect(await stack.ended()).toBe(0);
  expect(stack.output).toContain('\npostgres://elsewhere/x,mine,\n');
  expect(stack.output).not.toContain('webhooks');
  expect(readdirSync(folder()).sort()).toEqual(['logs', 'run', 'secrets.json']);
});

describe('the data folder', () => {
  const elsewhere = {
    environment: { DATABASE_URL: 'postgres://elsewhere/x', REDIS_URL: 'redis://elsewhere' },
  };

  it('that another launcher has is refused, and that one named', async () => {
    const first = start(['--data', folder()], elsewhere);
    await first.urls();
    const second = start(['--data', folder()]);
    expect(await second.ended()).toBe(1);
    const sentence = `The data folder ${folder()} is in use by process ${first.pid}; stop that one first, or give another`;
    expect(second.output.trim()).toBe(`${sentence} folder with --data.`);
  });

  it('of many that start at once has one owner', async () => {
    writeFileSync(join(folder(), 'owner.json'), JSON.stringify({ pid: 4_000_000, start: '1' }));
    const stacks = Array.from({ length: 6 }, () => start(['--data', folder()], elsewhere));
    const outcomes = await Promise.all(
      stacks.map((stack) => stack.urls().then(() => 'owner', (error: Error) => /is in use by process/.exec(error.message)?.[0])), // prettier-ignore
    );
    expect(outcomes.sort()).toEqual([...Array<string>(5).fill('is in use by process'), 'owner']);
  });

  it('of a dead launcher is free, also when another program has its pid by now', async () => {
    writeFileSync(join(folder(), 'owner.json'), JSON.stringify({ pid: process.pid, start: '1' }));
    await start(['--data', folder()], elsewhere).urls();
  });
});
