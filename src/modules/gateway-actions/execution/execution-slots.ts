import { Injectable } from '@nestjs/common';
import { Settings } from '../../../core/config/settings';
import { rateLimited } from '../gateway-errors';

const retryAfterSeconds = 1;

/** How many actions this process calls at a time, in all and for one tenant; whoever comes beyond is sent away, not queued. */
@Injectable()
export class ExecutionSlots {
  private readonly taken = new Map<string, number>();
  private total = 0;

  constructor(private readonly settings: Settings) {}

  /** Holds a slot until the work has ended. Throws `Rate limit exceeded` when there is none. */
  async hold<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
    const own = this.taken.get(organizationId) ?? 0;
    const { GATEWAY_CONCURRENCY, GATEWAY_CONCURRENCY_PER_TENANT } = this.settings;
    if (this.total >= GATEWAY_CONCURRENCY || own >= GATEWAY_CONCURRENCY_PER_TENANT)
      throw rateLimited(retryAfterSeconds);
    this.total++;
    this.taken.set(organizationId, own + 1);
    try {
      return await work();
    } finally {
      this.release(organizationId);
    }
  }

  private release(organizationId: string): void {
    this.total--;
    const left = this.taken.get(organizationId)! - 1;
    if (left > 0) this.taken.set(organizationId, left);
    else this.taken.delete(organizationId);
  }
}
