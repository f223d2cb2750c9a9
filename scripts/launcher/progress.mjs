import { relative } from 'node:path';

/** @typedef {(who: string, what: string) => void} Say */

/**
 * Progress lines whose second column is aligned, so that they read as a table.
 * @param {(line: string) => void} log
 * @returns {Say}
 */
export const progressTo = (log) => (who, what) => log(`${who.padEnd(9)} ${what}`);

/** A path as a person standing in the current folder would type it. */
export function shown(path) {
  const here = process.cwd();
  return here !== '/' && path.startsWith(`${here}/`) ? relative(here, path) : path;
}

/** @param {number} began what performance.now() answered then */
export const secondsSince = (began) => `${((performance.now() - began) / 1_000).toFixed(1)} s`;
