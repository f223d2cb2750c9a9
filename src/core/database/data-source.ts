import { join } from 'node:path';
import { DataSourceOptions } from 'typeorm';

/** Limits that hold for every statement of the service; migrations lift the first. Milliseconds. */
const limits = {
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
};

export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    applicationName: 'flowie-exchange',
    entities: [join(__dirname, '../../**/*.entity.{ts,js}')],
    migrations: [join(__dirname, 'migrations/*.{ts,js}')],
    migrationsTableName: 'migrations',
    synchronize: false,
    extra: { ...limits, connectionTimeoutMillis: 10_000 },
  };
}
