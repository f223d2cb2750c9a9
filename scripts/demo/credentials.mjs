import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The account that the demo signs in with. A fresh database gets it at the server's first start; kept in the data
 * folder, so that the next demo on the same data can sign in too.
 * @param {string} file readable by its owner alone
 * @returns {{ email: string, password: string }}
 */
export function demoCredentials(file, environment = process.env) {
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const credentials = {
    email: environment.ADMIN_EMAIL || kept.email || 'admin@example.com',
    password: environment.ADMIN_PASSWORD || kept.password || randomBytes(18).toString('base64url'),
  };
  if (!kept.password) writeFileSync(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  return credentials;
}
