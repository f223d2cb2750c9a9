import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Settings } from '../config/settings';
import { JOB_QUEUE } from '../queue/queue.module';
import { WakeUpQueue } from '../queue/wake-up-queue';
import { ApiError } from './api-error';

/** A limit that cannot be looked up by then is not applied: Redis being away must not shut the service. Milliseconds. */
const patience = 500;

export interface RateLimit {
  /** What is limited, such as `login`; part of the counter's name. */
  name: string;
  maximum: number;
  windowSeconds: number;
}

/** Counts requests in fixed windows over all processes. */
@Injectable()
export class RateLimiter {
  private readonly logger = new Logger('RateLimiter');

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    @Inject(JOB_QUEUE) private readonly queue: WakeUpQueue,
  ) {}

  /** Counts one request of the subject; RATE_LIMITED when it was one too many. */
  async hit(limit: RateLimit, subject: string): Promise<void> {
    const { count, resetSeconds } = await this.count(limit, subject);
    if (count > limit.maximum) throw new ApiError('RATE_LIMITED', { retryAfter: resetSeconds });
  }

  /** Counts one request of the subject: how many that makes in this window, and after how many seconds it starts anew. */
  async count(
    { name, windowSeconds }: RateLimit,
    subject: string,
  ): Promise<{ count: number; resetSeconds: number }> {
    const seconds = this.clock.now().getTime() / 1_000;
    const window = Math.floor(seconds / windowSeconds);
    const key = `${this.settings.REDIS_PREFIX}:rate:${name}:${subject}:${window}`;
    const count = await this.increment(key, windowSeconds);
    return { count, resetSeconds: Math.ceil((window + 1) * windowSeconds - seconds) };
  }

  private async increment(key: string, windowSeconds: number): Promise<number> {
    const counted = this.queue.count(key, 2 * windowSeconds).catch((error: Error) => {
      this.logger.warn(`a rate limit was not applied: ${error.message}`);
      return 0;
    });
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<number>((resolve) => (timer = setTimeout(resolve, patience, 0)));
    return Promise.race([counted, impatience]).finally(() => clearTimeout(timer));
  }
}
