import { parseArgs } from 'node:util';
import type { PurgeWish } from './run-purge';

const usage = `npm run purge -- [--execute] [--mode live|test] [--company ID]

Shows which documents are past the time that the law wants them kept; removes nothing. Documents under a legal hold
stay, and so do those that are still to be sent. Needs DATABASE_URL; countries without a period of their own follow
RETENTION_DEFAULT_YEARS.

  --execute       removes them for good: documents, originals and all that belongs to them. What was removed is
                  recorded in the table purge_records. Stopped in the middle, a repeat goes on.
  --mode MODE     of live or of test mode only
  --company ID    of this company only
  --help          this text
`;

interface Wish extends PurgeWish {
  help: boolean;
}

/** Throws a sentence that says what is wrong with the arguments. */
function readArguments(given: string[]): Wish {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: given,
    options: { execute: flag, help: flag, mode: text, company: text },
  });
  const { execute, help, mode, company: companyId } = values;
  if (mode !== undefined && mode !== 'live' && mode !== 'test')
    throw new Error(`--mode is "${mode}" but must be live or test`);
  return { execute, help, companyId, ...(mode && { livemode: mode === 'live' }) };
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2));
  if (wish.help) return void process.stdout.write(usage);
  // Loaded when there is work: whoever asks for help, or mistypes, need not wait for it.
  const { runPurge } = await import('./run-purge');
  await runPurge(wish);
}

main().catch((error: Error) => {
  process.stderr.write(`The purge failed: ${error.message}\nnpm run purge -- --help explains it.\n`);
  process.exit(1);
});
