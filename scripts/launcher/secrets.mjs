import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { LauncherFailure } from './failure.mjs';
import { shown } from './progress.mjs';

const loopback = '127.0.0.0/8,::1/128';

/**
 * The secrets of a data folder: made once, since what they signed and sealed must stay readable.
 * @param {string} file
 * @returns {{ postgresPassword: string, JWT_SECRET: string, SEALING_KEYS: string }}
 */
function readSecrets(file) {
  const stored = existsSync(file) ? parse(file) : {};
  const secrets = {
    postgresPassword: randomBytes(18).toString('hex'),
    JWT_SECRET: randomBytes(48).toString('base64url'),
    SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    ...stored,
  };
  if (Object.keys(secrets).length > Object.keys(stored).length) writeWhole(file, secrets);
  chmodSync(file, 0o600);
  return secrets;
}

/**
 * What the app needs besides the URLs; what the environment sets wins. An empty secret counts as not set, while an
 * empty list of networks is a decision.
 */
export function appSettings(file, environment) {
  const { postgresPassword, ...generated } = readSecrets(file);
  const secrets = Object.entries(generated).map(([name, value]) => [name, environment[name] || value]);
  const networks = environment.OUTBOUND_ALLOWED_CIDRS ?? loopback;
  return {
    postgresPassword,
    settings: { ...Object.fromEntries(secrets), OUTBOUND_ALLOWED_CIDRS: networks },
    allowsLoopback: networks === loopback,
  };
}

function parse(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new LauncherFailure(
      `${shown(file)} cannot be read (${error.code ?? 'it is not JSON'}); restore it, since without it the data beside it stays sealed.`,
    );
  }
}

/** A crash half way must not leave half a file, which would lock everybody out of the data. */
function writeWhole(file, secrets) {
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
