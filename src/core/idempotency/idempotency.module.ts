import { Global, Module } from '@nestjs/common';
import { ExpiredRecords } from './expired-records';
import { IdempotencyRepository } from './idempotency.repository';
import { IdempotencyService } from './idempotency.service';

@Global()
@Module({
  providers: [IdempotencyRepository, IdempotencyService, ExpiredRecords],
  exports: [IdempotencyService],
})
export class IdempotencyModule {}
