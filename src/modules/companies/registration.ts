import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transaction, Transactions } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';
import { JobHandler, LeasedJob } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { JobsService } from '../../core/jobs/jobs.service';
import { NetworkError } from '../../network/network-error.port';
import { CompaniesRepository } from './companies.repository';
import { registrationJob, removalJob } from './companies.service';
import { Company } from './company';
import { DirectoryEntry } from './directory-entry';
import { RegistrationsRepository } from './registrations.repository';

const ownFault = {
  code: 'REGISTRATION_FAILED',
  message:
    'The registration failed by a fault on our side. Try it again with POST /companies/{id}/registration.',
};

/** Brings a company into the network's directory, says so with `company.smp_registered`, and keeps its entry as its ids are. */
@Injectable()
export class Registration implements JobHandler, OnModuleInit {
  readonly kind = registrationJob;
  readonly maximumAttempts = 10;
  private readonly logger = new Logger('Registration');

  constructor(
    private readonly companies: CompaniesRepository,
    private readonly repository: RegistrationsRepository,
    private readonly entry: DirectoryEntry,
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
    const company = await this.companies.findForWork(job.subjectId);
    if (company?.smpStatus !== 'pending' && company?.smpStatus !== 'registered') return;
    try {
      const withdrawn = await this.entry.publish(company);
      await this.recordEntry(job, company, withdrawn);
    } catch (error) {
      if (error instanceof NetworkError && !error.retryable) return this.giveUp(job, error);
      throw error;
    }
  }

  async giveUp(job: LeasedJob, error: Error): Promise<void> {
    this.logger.error({ err: error, company: job.subjectId }, 'a company could not be registered');
    const reason = error instanceof NetworkError ? error : ownFault;
    await this.transactions.run(async (tx) => {
      await this.repository.noteFailed(tx, job.subjectId, reason, this.clock.now());
      await job.finish(tx);
    });
  }

  private async recordEntry(job: LeasedJob, published: Company, withdrawn: string[]): Promise<void> {
    const { subjectId, organizationId, livemode } = job;
    await this.transactions.run(async (tx) => {
      await job.finish(tx);
      const company = (await this.repository.lock(tx, subjectId))!;
      // Deregistered meanwhile: the removal may have run before the entry was made.
      if (company.status !== 'active')
        return this.jobs.enqueue(tx, { kind: removalJob, subjectId, organizationId, livemode });
      await this.repository.noteRegistered(tx, published, withdrawn, this.clock.now());
      if (company.smpStatus === 'pending') await this.announce(tx, company);
      // Its ids have changed meanwhile: two runs may have crossed, so one more follows that sees the last ones.
      if (!sameIds(company, published))
        await this.jobs.enqueue(tx, { kind: registrationJob, subjectId, organizationId, livemode });
    });
  }

  private async announce(
    tx: Transaction,
    { id, organizationId, livemode, metadata, peppolId }: Company,
  ): Promise<void> {
    await this.log.append(tx, {
      type: 'company.smp_registered',
      organizationId,
      livemode,
      company: { id, metadata },
      data: { companyId: id, peppolId },
    });
  }
}

function sameIds(one: Company, other: Company): boolean {
  return one.peppolIds.join() === other.peppolIds.join();
}
