import { Injectable } from '@nestjs/common';
import { FieldChange, fieldChanges } from '../../../core/audit/audit-change';
import { AuditLog } from '../../../core/audit/audit-log';
import { Tenancy } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { afterCommit, Transaction } from '../../../core/database/transaction';
import { outsideOfRequests } from '../../../core/http/current-request';
import { CompaniesService } from '../../companies';
import { CompanyQuota, CompanyQuotasRepository } from './company-quotas.repository';
import { HardLimits } from './hard-limits';

type Shown = Record<keyof CompanyQuota, unknown>;

const lifted: Shown = { documents: null, hard: null };

/** What a platform allows each of its tenants. */
@Injectable()
export class CompanyQuotasService {
  constructor(
    private readonly repository: CompanyQuotasRepository,
    private readonly companies: CompaniesService,
    private readonly limits: HardLimits,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws COMPANY_NOT_FOUND. */
  async set(
    tx: Transaction,
    tenancy: Tenancy,
    companyId: string,
    quota: CompanyQuota,
  ): Promise<CompanyQuota> {
    await this.companies.get(tenancy, companyId, tx);
    const before = await this.repository.set(tx, tenancy, companyId, quota, this.clock.now());
    await this.note(tx, 'company_quota.set', companyId, fieldChanges(before ?? {}, quota));
    this.readAfter(tx);
    return quota;
  }

  /** Throws COMPANY_NOT_FOUND; nothing happens when there is no quota. */
  async remove(tx: Transaction, tenancy: Tenancy, companyId: string): Promise<void> {
    await this.companies.get(tenancy, companyId, tx);
    const before = await this.repository.remove(tx, companyId);
    await this.note(tx, 'company_quota.lifted', companyId, fieldChanges<Shown>(before ?? {}, lifted));
    this.readAfter(tx);
  }

  private async note(
    tx: Transaction,
    action: string,
    companyId: string,
    changes: FieldChange[],
  ): Promise<void> {
    if (changes.length === 0) return;
    await this.audit.append(tx, { action, subject: { type: 'company', id: companyId }, companyId, changes });
  }

  /** Others get to know within seconds, and so does this process when the database is gone just now. */
  private readAfter(tx: Transaction): void {
    afterCommit(tx, () => void outsideOfRequests(() => this.limits.read()).catch(() => undefined));
  }
}
