import { BullModule, getQueueToken } from '@nestjs/bull';
import { Global, Module, Provider } from '@nestjs/common';
import { Queue } from 'bull';
import { Settings } from '../config/settings';
import { WakeUpQueue } from './wake-up-queue';

export const JOB_QUEUE = Symbol('job wake-ups');
export const DELIVERY_QUEUE = Symbol('delivery wake-ups');

/** A wake-up may take as long as the job it wakes; Bull must not believe it stalled meanwhile. Milliseconds. */
const settings = { lockDuration: 60_000, lockRenewTime: 15_000, maxStalledCount: 5 };

/** Bull ends connections that Redis has closed already; the client's watch over that would keep the process for two seconds. */
const redis = { disconnectTimeout: 100 };

const wakeUpQueue = (token: symbol, name: string): Provider => ({
  provide: token,
  inject: [getQueueToken(name)],
  useFactory: (queue: Queue<{ id: string }>) => new WakeUpQueue(queue),
});

@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [Settings],
      useFactory: ({ REDIS_URL, REDIS_PREFIX }: Settings) => ({
        url: REDIS_URL,
        prefix: REDIS_PREFIX,
        redis,
        settings,
      }),
    }),
    BullModule.registerQueue({ name: 'jobs' }, { name: 'deliveries' }),
  ],
  providers: [wakeUpQueue(JOB_QUEUE, 'jobs'), wakeUpQueue(DELIVERY_QUEUE, 'deliveries')],
  exports: [JOB_QUEUE, DELIVERY_QUEUE],
})
export class QueueModule {}
