import { join } from 'node:path';
import { DataSourceOptions } from 'typeorm';
import { ScopedPool } from './scoped-pool';

/** Limits that hold for every statement of the service; migrations lift the first. Milliseconds. */
const limits = {
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
};

/** `tenantConnections`: how many of the pool are for requests of tenants; tools that answer none need none. */
export function dataSourceOptions(url: string, poolSize: number, tenantConnections = 0): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    driver: { Pool: ScopedPool },
    poolSize,
    applicationName: 'flowie-exchange',
    entities: [join(__dirname, '../../**/*.entity.{ts,js}')],
    migrations: [join(__dirname, 'migrations/*.{ts,js}')],
    migrationsTableName: 'migrations',
    synchronize: false,
    extra: { ...limits, connectionTimeoutMillis: 10_000, tenantConnections },
  };
}
