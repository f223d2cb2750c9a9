import { DataSource } from 'typeorm';
import { dataSourceOptions } from './src/core/database/data-source';

/** For the TypeORM command line; the service itself builds the same options from its settings. */
export default new DataSource(
  dataSourceOptions(process.env.DATABASE_URL ?? 'postgres://localhost:5432/flowie', 2),
);
