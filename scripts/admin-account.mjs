import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The account that a fresh database gets at the server's first start. Kept in the data folder, readable by its owner
 * alone, so that `npm start` and every later demo on the same data sign in alike.
 * @param {string} dataDirectory
 * @returns {{ email: string, password: string }}
 */
export function adminAccount(dataDirectory, environment = process.env) {
  const file = join(dataDirectory, 'admin.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const credentials = {
    email: environment.ADMIN_EMAIL || kept.email || 'admin@example.com',
    password: environment.ADMIN_PASSWORD || kept.password || randomBytes(18).toString('base64url'),
  };
  if (!kept.password) writeFileSync(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  return credentials;
}
