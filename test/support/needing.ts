import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** `it` where what the tests need is here; elsewhere they are reported as skipped, and why. */
export function itNeeding(what: string, isHere: boolean): jest.It {
  if (!isHere) process.stderr.write(`skipped without ${what}: tests of ${expect.getState().testPath}\n`);
  return isHere ? it : it.skip;
}

export const itNeedingFile = (path: string): jest.It => itNeeding(path, existsSync(path));

export const itNeedingCommand = (command: string, argument = '--version'): jest.It =>
  itNeeding(command, spawnSync(command, [argument]).status === 0);
