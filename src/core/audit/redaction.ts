import { sha256Hex } from '../crypto/digests';
import { FieldChange } from './audit-change';

export const redacted = '[redacted]';

/** Longer values are named by their digest: the log says that they changed, and keeps no second copy of everything. */
const longestValue = 4_096;

/** Fields whose values are secrets, whoever names them: `secret`, `sealedHeaders`, `apiKey`, `hmac_key`, `password` … */
const secretField = /(secret|passwords?|passwordhash|tokens?|headers|authorization|credentials?|keys?)$/i;

/** What our own secrets look like, wherever they turn up. */
const secretValue = /^(flw_(plat_|wl_)?(live|test)_|whsec_|api_|hmac_)[\w+/=-]{16,}$|^(Bearer|Basic) /;

/** The changes as they may be kept: no secret, nothing endless. */
export function redact(changes: readonly FieldChange[]): FieldChange[] {
  return changes.map(({ field, from, to }) => ({
    field,
    ...(from !== undefined && { from: bounded(clean(field, from)) }),
    ...(to !== undefined && { to: bounded(clean(field, to)) }),
  }));
}

/** Null stays: whether there was a secret is none. */
function clean(field: string, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (secretField.test(field)) return redacted;
  if (typeof value === 'string') return secretValue.test(value) ? redacted : storable(value);
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return redacted;
  if (Array.isArray(value)) return value.map((entry) => clean('', entry));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [storable(name), clean(name, member)]),
  );
}

/** PostgreSQL keeps neither a null character nor half of a character in text. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}

function bounded(value: unknown): unknown {
  const text = JSON.stringify(value);
  if (text.length <= longestValue) return value;
  return `[${text.length} characters of JSON, SHA-256 ${sha256Hex(text)}]`;
}
