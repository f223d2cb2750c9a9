import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { project } from './launched-stack';

let clone: string;

/** Does what npm would leave behind, and notes what it was asked. */
const npm = `#!/bin/sh
echo "$1" >> asked
[ "$1" = ci ] && [ -f ci-fails ] && exit 1
[ "$1" = run ] && mkdir -p dist
[ "$1" = install ] && echo rewritten > package-lock.json
mkdir -p node_modules
`;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'flowie-prepare-'));
  cpSync(join(project, 'scripts/prepare.mjs'), join(clone, 'scripts/prepare.mjs'));
  mkdirSync(join(clone, 'bin'));
  writeFileSync(join(clone, 'bin/npm'), npm, { mode: 0o755 });
  mkdirSync(join(clone, 'src/core'), { recursive: true });
  writeFileSync(join(clone, 'src/core/a.ts'), '1');
  lockVersion('1.0.0');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function lockVersion(version: string, file = 'package-lock.json'): void {
  const packages = { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version, optional: true } };
  writeFileSync(join(clone, file), JSON.stringify({ packages }));
}

/** What npm was asked to do. */
function prepare(...parameters: string[]): string[] {
  const PATH = `${join(clone, 'bin')}${delimiter}${process.env.PATH}`;
  const options = { cwd: '/', env: { ...process.env, PATH }, stdio: 'pipe' as const };
  rmSync(join(clone, 'asked'), { force: true });
  execFileSync(process.execPath, [join(clone, 'scripts/prepare.mjs'), ...parameters], options);
  return existsSync(join(clone, 'asked'))
    ? readFileSync(join(clone, 'asked'), 'utf8').trim().split('\n')
    : [];
}

it('installs once, and again when the lock file changed', () => {
  expect(prepare()).toEqual(['ci']);
  expect(prepare()).toEqual([]);
  lockVersion('2.0.0');
  expect(prepare()).toEqual(['ci']);
  rmSync(join(clone, 'node_modules'), { recursive: true });
  expect(prepare()).toEqual(['ci']);
});

it('falls back to npm install, and keeps the lock file as it is checked out', () => {
  writeFileSync(join(clone, 'ci-fails'), '');
  const checkedOut = readFileSync(join(clone, 'package-lock.json'), 'utf8');
  expect(prepare()).toEqual(['ci', 'install']);
  expect(readFileSync(join(clone, 'package-lock.json'), 'utf8')).toBe(checkedOut);
  expect(prepare()).toEqual([]);
});

it('leaves alone what was installed by hand from the same lock file', () => {
  mkdirSync(join(clone, 'node_modules'));
  const packages = { 'node_modules/a': { version: '1.0.0' } };
  writeFileSync(join(clone, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  expect(prepare()).toEqual([]);
  lockVersion('2.0.0');
  expect(prepare()).toEqual(['ci']);
});

it('with --build builds once, and again when a source was changed, added, or removed', () => {
  expect(prepare('--build')).toEqual(['ci', 'run']);
  expect(prepare('--build')).toEqual([]);
  writeFileSync(join(clone, 'src/core/a.ts'), '2');
  expect(prepare('--build')).toEqual(['run']);
  writeFileSync(join(clone, 'src/b.ts'), '');
  expect(prepare('--build')).toEqual(['run']);
  rmSync(join(clone, 'src/b.ts'));
  expect(prepare('--build')).toEqual(['run']);
  rmSync(join(clone, 'dist'), { recursive: true });
  expect(prepare('--build')).toEqual(['run']);
});

it('shows what npm said when nothing helps, and goes no further', () => {
  writeFileSync(
    join(clone, 'bin/npm'),
    '#!/bin/sh\necho said; echo "npm error the reason. And more" >&2; exit 1',
    { mode: 0o755 },
  );
  expect(() => prepare('--build')).toThrow(/\nsaid\n[^]*installing the dependencies failed: the reason\n$/);
  expect(existsSync(join(clone, 'node_modules'))).toBe(false);
});
