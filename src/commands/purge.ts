import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { SystemClock } from '../core/clock/clock';
import { readSomeSettings } from '../core/config/read-settings';
import { dataSourceOptions } from '../core/database/data-source';
import { printPlan, Purge, PurgeFilter } from '../modules/retention';

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

interface Wish extends PurgeFilter {
  execute: boolean;
  help: boolean;
}

async function run({ execute, ...filter }: Wish): Promise<void> {
  const { DATABASE_URL, RETENTION_DEFAULT_YEARS } = readSomeSettings(
    'DATABASE_URL',
    'RETENTION_DEFAULT_YEARS',
  );
  // Counting all documents takes its time; the limits of the server are for requests.
  const options = { ...dataSourceOptions(DATABASE_URL, 2), extra: { lock_timeout: 30_000 } };
  const dataSource = await new DataSource(options).initialize();
  try {
    await purge(new Purge(dataSource, new SystemClock(), RETENTION_DEFAULT_YEARS), filter, execute);
  } finally {
    await dataSource.destroy();
  }
}

async function purge(work: Purge, filter: PurgeFilter, execute: boolean): Promise<void> {
  const plan = await work.plan(filter);
  say(printPlan(plan));
  const waiting = plan.some(({ documents }) => documents > 0);
  if (!waiting) return;
  if (!execute) return say('\nNothing was removed. Add --execute to remove them for good.');
  const total = await work.execute(plan, ({ companyId, year }, removed) =>
    say(`removed ${removed} of ${companyId}, issued in ${year}`),
  );
  say(`Removed ${total} documents.`);
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

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2));
  if (wish.help) say(usage);
  else await run(wish);
}

main().catch((error: Error) => {
  process.stderr.write(`The purge failed: ${error.message}\nnpm run purge -- --help explains it.\n`);
  process.exit(1);
});
