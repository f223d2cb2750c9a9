import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Settings } from '../config/settings';
import { dataSourceOptions } from './data-source';
import { MonthPartitions } from './month-partitions';
import { PreparedStatements } from './prepared-statements';
import { Transactions } from './transaction';

/** Half of them; a worker answers nobody but its health checks. */
function tenantConnections({ ROLE, DATABASE_POOL_SIZE }: Settings): number {
  return ROLE === 'worker' ? 1 : Math.floor(DATABASE_POOL_SIZE / 2);
}

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        ...dataSourceOptions(settings.DATABASE_URL, settings.DATABASE_POOL_SIZE, tenantConnections(settings)),
        retryAttempts: 5,
        retryDelay: 1_000,
      }),
    }),
  ],
  providers: [Transactions, PreparedStatements, MonthPartitions],
  exports: [Transactions, PreparedStatements, MonthPartitions],
})
export class DatabaseModule {}
