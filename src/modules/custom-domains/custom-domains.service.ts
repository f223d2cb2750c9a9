import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../core/audit/audit-log';
import { Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { JobsService } from '../../core/jobs/jobs.service';
import { CustomDomainOutput, CustomDomains } from '../platform-settings';
import { CustomDomain, domainJob } from './custom-domain';
import { toOutput } from './custom-domains.outputs';
import { CustomDomainsRepository } from './custom-domains.repository';
import { targetOf } from './dns-records';
import { readHostname } from './hostname';

/** An organization has one domain, in both modes. */
@Injectable()
export class CustomDomainsService extends CustomDomains {
  private readonly target: string;
  private readonly ours: string[];

  constructor(
    private readonly repository: CustomDomainsRepository,
    private readonly jobs: JobsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    settings: Settings,
  ) {
    super();
    this.target = targetOf(settings);
    this.ours = [this.target, new URL(settings.PUBLIC_URL).hostname];
  }

  async describe({ organizationId }: Tenancy): Promise<CustomDomainOutput | null> {
    const domain = await this.repository.ofOrganization(organizationId);
    return domain ? toOutput(domain, this.target) : null;
  }

  async read(tenancy: Tenancy): Promise<CustomDomainOutput> {
    return (await this.describe(tenancy)) ?? none();
  }

  async choose(tx: Transaction, tenancy: Tenancy, wanted: string | null): Promise<CustomDomainOutput | null> {
    const { organizationId } = tenancy;
    const hostname = wanted === null ? null : this.nameIn(wanted);
    await this.repository.lockOrganization(tx, organizationId);
    const current = await this.repository.ofOrganization(organizationId, tx);
    if (hostname !== null && current?.hostname === hostname) return this.lookAgain(tx, current);
    if (current) await this.repository.remove(tx, organizationId);
    await this.note(tx, organizationId, current?.hostname ?? null, hostname);
    return hostname === null ? null : this.claim(tx, tenancy, hostname);
  }

  /** Looks at once instead of when its time comes; what had failed begins anew. */
  async verify(tx: Transaction, { organizationId }: Tenancy): Promise<CustomDomainOutput> {
    await this.repository.lockOrganization(tx, organizationId);
    return this.lookAgain(tx, (await this.repository.ofOrganization(organizationId, tx)) ?? none());
  }

  private async note(
    tx: Transaction,
    organizationId: string,
    from: string | null,
    to: string | null,
  ): Promise<void> {
    if (from === to) return;
    await this.audit.append(tx, {
      action: to === null ? 'custom_domain.removed' : 'custom_domain.chosen',
      subject: { type: 'organization', id: organizationId },
      changes: [{ field: 'customDomain', from, to }],
      owner: { organizationId, livemode: null },
    });
  }

  private async lookAgain(tx: Transaction, domain: CustomDomain): Promise<CustomDomainOutput> {
    const { id, organizationId } = domain;
    const now = this.clock.now();
    await this.repository.noteAsked(tx, id, now);
    if (await this.repository.revive(tx, id, now)) await this.enqueue(tx, domain);
    else await this.jobs.hasten(tx, domainJob, [id]);
    return toOutput((await this.repository.ofOrganization(organizationId, tx))!, this.target);
  }

  private async claim(
    tx: Transaction,
    { organizationId, livemode }: Tenancy,
    hostname: string,
  ): Promise<CustomDomainOutput> {
    if (await this.repository.isTaken(tx, hostname)) throw taken(hostname);
    const domain = { id: newIdentifier('dom'), organizationId, livemode, hostname };
    await this.repository.insert(tx, domain, this.clock.now());
    await this.enqueue(tx, domain);
    return toOutput((await this.repository.ofOrganization(organizationId, tx))!, this.target);
  }

  private enqueue(
    tx: Transaction,
    { id, organizationId, livemode }: Pick<CustomDomain, 'id' | 'organizationId' | 'livemode'>,
  ): Promise<void> {
    return this.jobs.enqueue(tx, { kind: domainJob, subjectId: id, organizationId, livemode });
  }

  private nameIn(wanted: string): string {
    const reading = readHostname(wanted, this.ours);
    if ('hostname' in reading) return reading.hostname;
    const detail = { field: 'customDomain', rule: reading.rule, message: reading.message };
    throw new ApiError('INVALID_REQUEST', { message: `customDomain ${reading.message}.`, details: [detail] });
  }
}

function taken(hostname: string): ApiError {
  return new ApiError('DOMAIN_TAKEN', {
    message: `Another organization has proven that ${hostname} is theirs. Choose another name, or have it removed there first.`,
    details: [{ field: 'customDomain', rule: 'taken', message: 'is verified by another organization' }],
  });
}

function none(): never {
  throw new ApiError('NOT_FOUND', {
    message: 'Your organization has no custom domain. Choose one with PATCH /exchange/v1/platform/settings.',
  });
}
