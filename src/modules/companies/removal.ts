import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { nextLook } from '../../core/jobs/growing-wait';
import { JobHandler, LeasedJob, RunLater } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { NetworkError } from '../../network/network-error.port';
import { CompaniesRepository } from './companies.repository';
import { removalJob } from './companies.service';
import { DirectoryEntry } from './directory-entry';
import { RegistrationsRepository } from './registrations.repository';

const minute = 60_000;
const waits = { shortest: minute, longest: 6 * 60 * minute };
const patience = 30 * 24 * 60 * minute;

/** Takes a deregistered company out of the network's directory, however long the directory refuses. */
@Injectable()
export class Removal implements JobHandler, OnModuleInit {
  readonly kind = removalJob;
  readonly maximumAttempts = 10;
  private readonly logger = new Logger('Removal');

  constructor(
    private readonly companies: CompaniesRepository,
    private readonly repository: RegistrationsRepository,
    private readonly entry: DirectoryEntry,
    private readonly transactions: Transactions,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const company = await this.companies.findForWork(job.subjectId);
    if (company?.status !== 'deregistered') return;
    try {
      await this.entry.remove(company);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return this.refused(job, company.updatedAt, error);
    }
    await this.transactions.run(async (tx) => {
      await this.repository.noteRemoved(tx, company.id, this.clock.now());
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

  /** The company tells why. The longer the directory has refused, the less often it is asked. */
  private async refused(job: LeasedJob, since: Date, error: NetworkError): Promise<void> {
    await this.transactions.run((tx) => this.repository.noteRemovalRefused(tx, job.subjectId, error));
    const now = this.clock.now();
    if (now.getTime() - since.getTime() > patience) return this.giveUp(job, error);
    throw new RunLater(nextLook(now, since, waits));
  }
}
