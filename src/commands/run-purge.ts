import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { SystemClock } from '../core/clock/clock';
import { readSomeSettings } from '../core/config/read-settings';
import { dataSourceOptions } from '../core/database/data-source';
import { printPlan, Purge, PurgeFilter } from '../modules/retention';

export interface PurgeWish extends PurgeFilter {
  execute: boolean;
}

/** Shows what there is to remove, and removes it when that is wished. */
export async function runPurge({ execute, ...filter }: PurgeWish): Promise<void> {
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

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
