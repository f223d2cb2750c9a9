import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transaction, Transactions } from '../../core/database/transaction';
import { nextLook } from '../../core/jobs/growing-wait';
import { LeasedJob } from '../../core/jobs/job';
import { AuthorityRefusal } from '../../network/certificate-authority.port';
import { CertificatePauses, OrderPaused, shortestPause } from './certificate-pauses';
import { CustomDomain, Problem } from './custom-domain';
import { CustomDomainsRepository } from './custom-domains.repository';
import { DnsProblem } from './dns-check';
import { DomainNotices } from './domain-notices';

const hour = 3_600_000;
const day = 24 * hour;
/** For how long the records of a new domain are waited for, and its certificate is tried for. */
const patience = 30 * day;
const noticeAfter = day;

/** Milliseconds between two tries. */
const waits = {
  records: { shortest: 30_000, longest: hour },
  lostRecords: { shortest: 5 * 60_000, longest: 6 * hour },
  absentAuthority: { shortest: 60_000, longest: hour },
  refusal: { shortest: shortestPause, longest: 12 * hour },
};

export class DomainTaken extends Error {
  readonly code = 'DOMAIN_TAKEN';

  constructor(hostname: string) {
    super(`Another organization has proven first that ${hostname} is theirs.`);
  }
}

export type Trouble = DnsProblem | AuthorityRefusal | DomainTaken;

/** What follows when a domain does not come further: waits that grow, a mail, and an end. */
@Injectable()
export class DomainTrouble {
  constructor(
    private readonly repository: CustomDomainsRepository,
    private readonly pauses: CertificatePauses,
    private readonly notices: DomainNotices,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** When to try again; nothing when the domain has failed for good. */
  async follow(job: LeasedJob, domain: CustomDomain, trouble: Trouble): Promise<Date | undefined> {
    const now = this.clock.now();
    const deadline = domain.notAfter ?? new Date(domain.claimedAt.getTime() + patience);
    if (trouble instanceof DomainTaken) return this.fail(job, domain, trouble);
    if (now >= deadline) return this.fail(job, domain, endOf(domain, trouble));
    const wanted = nextTry(now, domain, trouble);
    const next = earlier(wanted, deadline);
    await this.transactions.run(async (tx) => {
      await this.note(tx, domain, trouble, next);
      if (trouble instanceof AuthorityRefusal)
        await this.pauses.afterRefusal(tx, domain.hostname, trouble, wanted);
    });
    return next;
  }

  private async note(tx: Transaction, domain: CustomDomain, trouble: Trouble, next: Date): Promise<void> {
    const { id, orderUrl, failingSince, noticedAt, notAfter } = domain;
    const now = this.clock.now();
    const isRefusal = trouble instanceof AuthorityRefusal;
    if (isRefusal && trouble.endsOrder && orderUrl) await this.repository.dropOrder(tx, id, orderUrl);
    await this.repository.noteProblem(tx, id, trouble, now, isRefusal ? next : undefined);
    const isLasting = failingSince !== null && now.getTime() - failingSince.getTime() >= noticeAfter;
    if (notAfter === null || noticedAt !== null || !isLasting) return;
    await this.repository.noteNotice(tx, id, now);
    await this.notices.renewalFails(tx, domain, trouble);
  }

  private async fail(job: LeasedJob, domain: CustomDomain, problem: Problem): Promise<undefined> {
    await this.transactions.run(async (tx) => {
      if (await this.repository.fail(tx, domain.id, problem)) await this.notices.failed(tx, domain, problem);
      await job.finish(tx);
    });
  }
}

function endOf({ notAfter }: CustomDomain, { code, message }: Trouble): Problem {
  const end = notAfter ? 'The certificate has run out meanwhile.' : 'This was tried for 30 days.';
  return { code, message: `${message} ${end}` };
}

function nextTry(now: Date, domain: CustomDomain, trouble: Trouble): Date {
  if (trouble instanceof OrderPaused) return trouble.until;
  const grown = nextLook(now, domain.failingSince ?? now, waitsFor(domain, trouble));
  if (!(trouble instanceof AuthorityRefusal)) return grown;
  const asked = new Date(now.getTime() + trouble.retryAfterSeconds * 1_000);
  return grown > asked ? grown : asked;
}

function waitsFor({ status }: CustomDomain, trouble: Trouble): { shortest: number; longest: number } {
  if (!(trouble instanceof AuthorityRefusal))
    return status === 'pending_dns' ? waits.records : waits.lostRecords;
  return trouble.code === 'CERTIFICATE_AUTHORITY_UNREACHABLE' ? waits.absentAuthority : waits.refusal;
}

function earlier(left: Date, right: Date): Date {
  return left < right ? left : right;
}
