import { Injectable } from '@nestjs/common';
import { Request } from 'express';
import { Settings } from '../config/settings';
import { ApiError } from './api-error';
import { rateAddress } from './rate-address';
import { RateLimiter } from './rate-limiter';

const windowSeconds = 60;

/**
 * Limits how often an address may try keys that are none. A right key passes all the same: addresses are shared, and one service with an
 * old key must not shut out its neighbours. Nothing is lost by that, since 178 random bits are not guessed.
 */
@Injectable()
export class FailedAuthentications {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
  ) {}

  /** Throws RATE_LIMITED in place of a 401 too many, and the given error else. */
  async refuse(error: unknown, { ip, res }: Request): Promise<never> {
    const maximum = this.settings.RATE_LIMIT_FAILURES_PER_MINUTE;
    if (maximum > 0 && error instanceof ApiError && error.status === 401) {
      const limit = { name: 'failures', maximum, windowSeconds };
      await this.limiter.hitVisibly(limit, rateAddress(ip), res!);
    }
    throw error;
  }
}
