import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings';

/** Work that waits: how much of it, and since when the oldest of it is due. */
export interface Backlog {
  oldestDueAgeSeconds: number;
  counts: Record<string, number>;
}

export interface PartState {
  /** `degraded`: it lags behind. `unknown`: it could not be told, which is no good sign either. */
  status: 'up' | 'degraded' | 'unknown';
  [detail: string]: number | string;
}

type ReadBacklog = () => Promise<Backlog | undefined>;

/** What readiness says beyond PostgreSQL and Redis. Modules name the work they are behind with, so that core knows none of them. */
@Injectable()
export class Readiness {
  private readonly parts = new Map<string, ReadBacklog>();
  private readonly reports = new Map<string, () => PartState>();

  constructor(private readonly settings: Settings) {}

  /** `read` is asked at each check and must be cheap; undefined means that it cannot be told. */
  register(name: string, read: ReadBacklog): void {
    this.parts.set(name, read);
  }

  /** For a part that judges itself, such as the services that we call. */
  report(name: string, read: () => PartState): void {
    this.reports.set(name, read);
  }

  async check(): Promise<Record<string, PartState>> {
    const states = [...this.parts].map(async ([name, read]) => [name, this.judge(await read())] as const);
    const reported = [...this.reports].map(([name, read]) => [name, read()] as const);
    return Object.fromEntries([...(await Promise.all(states)), ...reported]);
  }

  private judge(backlog: Backlog | undefined): PartState {
    if (!backlog) return { status: 'unknown' };
    const { oldestDueAgeSeconds, counts } = backlog;
    const late = oldestDueAgeSeconds > this.settings.READINESS_MAX_LAG_SECONDS;
    return { status: late ? 'degraded' : 'up', oldestDueAgeSeconds, ...counts };
  }
}
