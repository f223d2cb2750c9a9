import { join } from 'node:path';

/** Third-party samples and vectors, which lie beside a checkout and are no part of it: tests say so where they skip without them. */
export function sharedPath(path: string): string {
  return join(__dirname, '../../../shared', path);
}
