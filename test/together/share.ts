import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

declare const share: { number: number; of: number };

const tests = join(__dirname, '..');

function specsIn(folder: string): string[] {
  return readdirSync(join(tests, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => join(tests, folder, file));
}

/** This share of the specs of the routes. To load the service takes longer than most of them: a share loads it once. */
const specs = ['contract', 'e2e'].flatMap(specsIn).sort();
for (const [index, file] of specs.entries()) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  if (index % share.of === share.number) describe(relative(tests, file), () => void require(file));
}
