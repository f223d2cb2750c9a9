import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source';

/** Brings a database to the newest schema. Run by `npm run migrate`, before any new version starts. */
export async function migrate(url: string): Promise<string[]> {
  const dataSource = new DataSource({
    ...dataSourceOptions(url, 2),
    extra: { lock_timeout: 10_000, tenantConnections: 0 },
  });
  await dataSource.initialize();
  try {
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}

if (require.main === module) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error('DATABASE_URL is missing: say which database to migrate.');
    process.exit(1);
  }
  migrate(url).then(
    (names) =>
      console.error(names.length > 0 ? `migrated: ${names.join(', ')}` : 'the database is up to date'),
    (error: Error) => {
      console.error(`The migration failed: ${error.message}`);
      process.exit(1);
    },
  );
}
