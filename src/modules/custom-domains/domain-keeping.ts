import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions, violatedConstraint } from '../../core/database/transaction';
import { nextLook } from '../../core/jobs/growing-wait';
import { JobHandler, LeasedJob, RunLater } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { AuthorityRefusal } from '../../network/certificate-authority.port';
import { CertificateOrders } from './certificate-orders';
import { CustomDomain, domainJob } from './custom-domain';
import { CustomDomainsRepository, verifiedConstraint } from './custom-domains.repository';
import { DnsCheck, DnsProblem } from './dns-check';
import { DomainTaken, DomainTrouble, Trouble } from './domain-trouble';

/** Milliseconds between two looks at an order that the authority works on. */
const orderWaits = { shortest: 1_000, longest: 60_000 };

/** Brings a domain from its DNS records to its certificate, and keeps it there: one job that lives as long as the domain. */
@Injectable()
export class DomainKeeping implements JobHandler, OnModuleInit {
  readonly kind = domainJob;
  /** A domain is given up by time, never by number. */
  readonly maximumAttempts = Infinity;

  constructor(
    private readonly repository: CustomDomainsRepository,
    private readonly dns: DnsCheck,
    private readonly orders: CertificateOrders,
    private readonly trouble: DomainTrouble,
    private readonly transactions: Transactions,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(job: LeasedJob): Promise<void> {
    const began = this.clock.now();
    const domain = await this.repository.find(job.subjectId);
    if (!domain || domain.status === 'failed') return;
    const next = await this.step(domain).catch((error: unknown) => {
      if (!isTrouble(error)) throw error;
      return this.trouble.follow(job, domain, error);
    });
    if (!next) return;
    // Whoever asked while this look was under way has changed something that it may have missed.
    const isAsked = await this.repository.wasAskedSince(domain.id, began);
    throw new RunLater(isAsked ? this.clock.now() : next, domain.errorMessage ?? undefined);
  }

  async giveUp(job: LeasedJob): Promise<void> {
    await this.transactions.run((tx) => job.finish(tx));
  }

  /** Does what comes next; when to look again. */
  private async step(domain: CustomDomain): Promise<Date> {
    const now = this.clock.now();
    const { status, waitUntil, renewsAfter, orderUrl } = domain;
    if (waitUntil && now < waitUntil) return waitUntil;
    if (status === 'active' && now < renewsAfter!) return renewsAfter!;
    if (orderUrl) {
      const renewal = await this.orders.advance(domain);
      return renewal ?? nextLook(now, domain.orderedAt!, orderWaits);
    }
    await this.checkDns(domain);
    if (status === 'pending_dns') await this.verify(domain);
    else await this.orders.place(domain);
    return now;
  }

  private async checkDns({ id, organizationId, hostname }: CustomDomain): Promise<void> {
    try {
      await this.dns.check(organizationId, hostname);
    } finally {
      await this.transactions.run((tx) => this.repository.noteChecked(tx, id, this.clock.now()));
    }
  }

  private async verify({ id, hostname }: CustomDomain): Promise<void> {
    try {
      await this.transactions.run((tx) => this.repository.verify(tx, id, this.clock.now()));
    } catch (error) {
      throw violatedConstraint(error) === verifiedConstraint ? new DomainTaken(hostname) : error;
    }
  }
}

function isTrouble(error: unknown): error is Trouble {
  return error instanceof DnsProblem || error instanceof AuthorityRefusal || error instanceof DomainTaken;
}
