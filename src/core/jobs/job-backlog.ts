import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Backlog, Readiness } from '../health/readiness';
import { CachedReading } from '../observability/cached-reading';
import { Metrics } from '../observability/metrics';
import { JobsRepository } from './jobs.repository';

/** How far behind the jobs are, for metrics and readiness. */
@Injectable()
export class JobBacklog implements OnModuleInit {
  private readonly reading: CachedReading<Backlog>;

  constructor(
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
    clock: Clock,
    repository: JobsRepository,
  ) {
    this.reading = new CachedReading('the backlog of jobs', clock, (now) => repository.backlog(now));
  }

  onModuleInit(): void {
    const read = () => this.reading.get();
    this.readiness.register('jobs', read);
    this.metrics.gauge({
      name: 'jobs_due',
      help: 'Jobs that should be running and are not.',
      read: async () => (await read())?.counts.due,
    });
    this.metrics.gauge({
      name: 'jobs_oldest_due_age_seconds',
      help: 'For how long the oldest of them has been due.',
      read: async () => (await read())?.oldestDueAgeSeconds,
    });
  }
}
