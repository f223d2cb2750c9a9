import { URL } from 'node:url';
import pg from 'pg';
import { migrate } from '../scripts/demo/server.mjs';

/** A database on the same server, migrated, with keys of its own in Redis: no measurement finds the work that another one has left. */
export async function anotherDatabase(stack, name) {
  const url = new URL(stack.databaseUrl);
  url.pathname = `/${name}`;
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  await database.query(`CREATE DATABASE ${name}`);
  await database.end();
  const environment = { ...stack.environment, DATABASE_URL: url.href, REDIS_PREFIX: `{${name}}` };
  const own = { ...stack, databaseUrl: url.href, environment };
  await migrate(own);
  return own;
}
