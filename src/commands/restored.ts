import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { readSomeSettings } from '../core/config/read-settings';
import { dataSourceOptions } from '../core/database/data-source';
import { forgetTransactions } from '../core/database/forget-transactions';

const usage = `npm run restored

After a restore with pg_restore, and before the service starts: makes events and replays forget the transaction numbers
of the cluster that they came from, which the new one counts anew. A repeat does no harm. Needs DATABASE_URL.
`;

async function main(): Promise<void> {
  if (process.argv.slice(2).includes('--help')) return void process.stdout.write(usage);
  const { DATABASE_URL } = readSomeSettings('DATABASE_URL');
  const options = { ...dataSourceOptions(DATABASE_URL, 2), extra: { lock_timeout: 30_000 } };
  const dataSource = await new DataSource(options).initialize();
  try {
    const { events, replays } = await dataSource.transaction(forgetTransactions);
    process.stdout.write(`Set back ${events} events and ${replays} replays. The service can start.\n`);
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`That failed: ${error.message}\nnpm run restored -- --help explains it.\n`);
  process.exit(1);
});
