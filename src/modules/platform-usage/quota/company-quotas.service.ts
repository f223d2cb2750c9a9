import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { afterCommit, Transaction } from '../../../core/database/transaction';
import { CompaniesService } from '../../companies';
import { CompanyQuota, CompanyQuotasRepository } from './company-quotas.repository';
import { HardLimits } from './hard-limits';

/** What a platform allows each of its tenants. */
@Injectable()
export class CompanyQuotasService {
  constructor(
    private readonly repository: CompanyQuotasRepository,
    private readonly companies: CompaniesService,
    private readonly limits: HardLimits,
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
    await this.repository.set(tx, tenancy, companyId, quota, this.clock.now());
    this.readAfter(tx);
    return quota;
  }

  /** Throws COMPANY_NOT_FOUND; nothing happens when there is no quota. */
  async remove(tx: Transaction, tenancy: Tenancy, companyId: string): Promise<void> {
    await this.companies.get(tenancy, companyId, tx);
    await this.repository.remove(tx, companyId);
    this.readAfter(tx);
  }

  /** Others get to know within seconds, and so does this process when the database is gone just now. */
  private readAfter(tx: Transaction): void {
    afterCommit(tx, () => void this.limits.read().catch(() => undefined));
  }
}
