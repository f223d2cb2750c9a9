import { Inject, Injectable, Logger } from '@nestjs/common';
import { Response } from 'express';
import { Clock } from '../clock/clock';
import { Settings } from '../config/settings';
import { Metrics } from '../observability/metrics';
import { JOB_QUEUE } from '../queue/queue.module';
import { WakeUpQueue } from '../queue/wake-up-queue';
import { ApiError } from './api-error';
import { RateCounters } from './rate-counters';
import { RateLimit, RateStanding, standingOf } from './rate-window';

export type { RateLimit, RateStanding } from './rate-window';

/** After Redis did not answer, nobody waits for it for so long. */
const restMilliseconds = 5_000;

/**
 * Limits requests over all processes, in a sliding window; the one mechanism behind every 429 RATE_LIMITED. A limit that cannot be looked
 * up is not applied: Redis being away must not shut the service.
 */
@Injectable()
export class RateLimiter {
  private readonly logger = new Logger('RateLimiter');
  private readonly counters: RateCounters;
  private readonly refused;
  private readonly unapplied;
  private restsUntil = 0;

  constructor(
    settings: Settings,
    private readonly clock: Clock,
    @Inject(JOB_QUEUE) queue: WakeUpQueue,
    metrics: Metrics,
  ) {
    this.counters = new RateCounters(queue, settings.REDIS_PREFIX);
    this.refused = metrics.counter({
      name: 'rate_limited_requests_total',
      help: 'Requests refused because there were too many of them, by the limit.',
      labelNames: ['limit'],
    });
    this.unapplied = metrics.counter({
      name: 'rate_limit_unapplied_total',
      help: 'Requests let through uncounted, because Redis did not answer in time.',
    });
  }

  /** Counts one request of the subject; RATE_LIMITED when it was one too many. */
  async hit(limit: RateLimit, subject: string): Promise<void> {
    const standing = await this.take(limit, subject);
    if (standing && !standing.allowed) throw rateLimited(standing);
  }

  /** The same, and says on the answer how the subject stands, whatever the answer will be. */
  async hitVisibly(limit: RateLimit, subject: string, response: Response): Promise<void> {
    const standing = await this.take(limit, subject);
    if (!standing) return;
    response.setHeader('RateLimit-Limit', String(limit.maximum));
    response.setHeader('RateLimit-Remaining', String(standing.remaining));
    response.setHeader('RateLimit-Reset', String(standing.resetSeconds));
    if (!standing.allowed) throw rateLimited(standing);
  }

  /** Undefined when it cannot be told, which lets the request through. */
  private async take(limit: RateLimit, subject: string): Promise<RateStanding | undefined> {
    const counted = await this.count(limit, subject);
    if (!counted) return void this.unapplied.inc();
    const { counts, moment, allowed } = counted;
    if (!allowed) this.refused.inc({ limit: limit.name });
    return standingOf(limit, counts, moment, allowed);
  }

  private async count(limit: RateLimit, subject: string) {
    const now = this.clock.now();
    if (now.getTime() < this.restsUntil) return undefined;
    try {
      return await this.counters.take(limit, subject, now);
    } catch (error) {
      this.rest(error as Error);
      return undefined;
    }
  }

  private rest(cause: Error): void {
    const now = this.clock.now().getTime();
    if (now < this.restsUntil) return;
    this.restsUntil = now + restMilliseconds;
    this.logger.warn(`rate limits are not applied for ${restMilliseconds / 1_000} s: ${cause.message}`);
  }
}

function rateLimited({ resetSeconds }: RateStanding): ApiError {
  return new ApiError('RATE_LIMITED', { retryAfter: resetSeconds });
}
