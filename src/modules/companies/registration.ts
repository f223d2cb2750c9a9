import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';
import { JobHandler, LeasedJob } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { JobsService } from '../../core/jobs/jobs.service';
import { NetworkError } from '../../network/network-error.port';
import { ParticipantRegistry } from '../../network/participant-registry.port';
import { CompaniesRepository } from './companies.repository';
import { registrationJob, removalJob } from './companies.service';
import { toRegistration } from './directory-entry';

/** Brings a new company into the network's directory, and says so with `company.smp_registered`. */
@Injectable()
export class Registration implements JobHandler, OnModuleInit {
  readonly kind = registrationJob;
  readonly maximumAttempts = 10;
  private readonly logger = new Logger('Registration');

  constructor(
    private readonly repository: CompaniesRepository,
    private readonly registry: ParticipantRegistry,
    private readonly transactions: Transactions,
    private readonly jobs: JobsService,
    private readonly log: EventLog,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const company = await this.repository.findForWork(job.subjectId);
    if (company?.smpStatus !== 'pending') return;
    try {
      await this.registry.register(toRegistration(company));
    } catch (error) {
      if (error instanceof NetworkError && !error.retryable) return this.giveUp(job, error);
      throw error;
    }
    await this.recordEntry(job);
  }

  async giveUp(job: LeasedJob, error: Error): Promise<void> {
    this.logger.error({ err: error, company: job.subjectId }, 'a company could not be registered');
    await this.transactions.run(async (tx) => {
      await this.repository.settleRegistration(tx, job.subjectId, 'failed', this.clock.now());
      await job.finish(tx);
    });
  }

  private async recordEntry(job: LeasedJob): Promise<void> {
    const { subjectId, organizationId, livemode } = job;
    await this.transactions.run(async (tx) => {
      await job.finish(tx);
      const company = await this.repository.settleRegistration(tx, subjectId, 'registered', this.clock.now());
      // Deregistered meanwhile: the removal may have run before the entry was made.
      if (!company) return this.jobs.enqueue(tx, { kind: removalJob, subjectId, organizationId, livemode });
      const { id, metadata, peppolId } = company;
      await this.log.append(tx, {
        type: 'company.smp_registered',
        organizationId,
        livemode,
        company: { id, metadata },
        data: { companyId: id, peppolId },
      });
    });
  }
}
