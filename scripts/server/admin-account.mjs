import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The account that the first start of this data folder makes: `npm start` and `npm run demo` must agree on its password.
 * @returns {{ ADMIN_EMAIL: string, ADMIN_PASSWORD: string }}
 */
export function adminAccount(dataDirectory) {
  const { ADMIN_EMAIL = 'admin@example.com', ADMIN_PASSWORD } = process.env;
  if (ADMIN_PASSWORD) return { ADMIN_EMAIL, ADMIN_PASSWORD };
  const file = join(dataDirectory, 'admin.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const account = { ADMIN_EMAIL, ADMIN_PASSWORD: randomBytes(12).toString('base64url') };
  writeFileSync(file, JSON.stringify(account, null, 2), { mode: 0o600 });
  return account;
}
