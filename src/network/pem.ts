import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What a setting holds: a PEM (whose line feeds may be written as \n), or the path of a file with one. Throws one sentence. */
export function pemOf(setting: string, value: string): string {
  if (value === '') throw new Error(`${setting} is missing.`);
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n');
  try {
    return readFileSync(value, 'utf8');
  } catch {
    throw new Error(`${setting} is neither a PEM nor the path of a file that can be read.`);
  }
}

/** All certificates that a setting holds, at least one. */
export function certificatesOf(setting: string, value: string): X509Certificate[] {
  const blocks = pemOf(setting, value).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  try {
    if (blocks) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Told below, in the same words as for a text without any.
  }
  throw new Error(`${setting} holds no certificate that can be read.`);
}
