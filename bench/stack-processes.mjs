import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The processes of PostgreSQL and Redis, from the launcher's own records; their children belong to them. */
export function serverPids({ runFolder }) {
  return readdirSync(runFolder)
    .filter((name) => /^(postgres|redis)\.pid$/.test(name))
    .map((name) => Number(readFileSync(join(runFolder, name), 'utf8').split(' ')[0]));
}
