import { createRequire } from 'node:module';
import { LauncherFailure } from './failure.mjs';

const wrongPassword = '28P01';
const noSuchDatabase = '3D000';

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {string} user
 * @property {string} password
 */

/**
 * What the server says its version is, once it answers.
 * @param {Server} server
 * @returns {Promise<string | undefined>}
 */
export async function versionOf(server) {
  try {
    const [row] = await query(server, 'postgres', 'SHOW server_version');
    return row.server_version;
  } catch (error) {
    if (error instanceof LauncherFailure) throw error;
    if (error.code !== wrongPassword) return undefined;
    throw new LauncherFailure(
      'PostgreSQL refuses the password in secrets.json, so that file is not the one this data was made with: ' +
        'restore it, or remove the folder postgres beside it to start afresh.',
    );
  }
}

/**
 * @param {Server} server
 * @param {string} name
 */
export async function ensureDatabase(server, name) {
  try {
    await query(server, name, 'SELECT 1');
  } catch (error) {
    if (error.code !== noSuchDatabase) throw error;
    await query(server, 'postgres', `CREATE DATABASE ${name}`);
  }
}

/** Without TLS whatever PGSSLMODE says: it is meant for other servers. */
async function query({ port, user, password }, database, sql) {
  const Client = postgresClient();
  const connection = { host: '127.0.0.1', port, user, password, database, ssl: false };
  const client = new Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Loaded late: a launcher that starts no server needs no node_modules. */
function postgresClient() {
  try {
    return createRequire(import.meta.url)('pg').Client;
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    throw new LauncherFailure('There is no pg in node_modules. Run npm install, or set DATABASE_URL.');
  }
}
