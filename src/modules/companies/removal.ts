import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { JobHandler, LeasedJob } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { NetworkError } from '../../network/network-error.port';
import { ParticipantRegistry } from '../../network/participant-registry.port';
import { CompaniesRepository } from './companies.repository';
import { removalJob } from './companies.service';
import { toRegistration } from './directory-entry';

/** Takes a deregistered company out of the network's directory. */
@Injectable()
export class Removal implements JobHandler, OnModuleInit {
  readonly kind = removalJob;
  readonly maximumAttempts = 10;
  private readonly logger = new Logger('Removal');

  constructor(
    private readonly repository: CompaniesRepository,
    private readonly registry: ParticipantRegistry,
    private readonly transactions: Transactions,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const company = await this.repository.findForWork(job.subjectId);
    if (company?.status !== 'deregistered') return;
    try {
      await this.registry.unregister(toRegistration(company));
    } catch (error) {
      if (error instanceof NetworkError && !error.retryable) return this.giveUp(job, error);
      throw error;
    }
    await this.transactions.run(async (tx) => {
      await this.repository.noteRemoval(tx, company.id, this.clock.now());
      await job.finish(tx);
    });
  }

  /** The company stays in the state `removing`, which shows that its entry may still be there. */
  async giveUp(job: LeasedJob, error: Error): Promise<void> {
    this.logger.error(
      { err: error, company: job.subjectId },
      "a company's directory entry could not be removed",
    );
    await this.transactions.run((tx) => job.finish(tx));
  }
}
