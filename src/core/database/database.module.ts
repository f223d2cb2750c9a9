import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Settings } from '../config/settings';
import { dataSourceOptions } from './data-source';
import { MonthPartitions } from './month-partitions';
import { Transactions } from './transaction';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        ...dataSourceOptions(settings.DATABASE_URL, settings.DATABASE_POOL_SIZE),
        retryAttempts: 5,
        retryDelay: 1_000,
      }),
    }),
  ],
  providers: [Transactions, MonthPartitions],
  exports: [Transactions, MonthPartitions],
})
export class DatabaseModule {}
