import { Injectable } from '@nestjs/common';
import { ActingCompany, CompanySummary, Tenancy } from '../../core/auth/caller';
import { CompanyAccess } from '../../core/auth/ports';
import { CompaniesRepository } from './companies.repository';

/** What the guards and other modules may know of companies without importing this one. */
@Injectable()
export class OwnCompanies extends CompanyAccess {
  constructor(private readonly repository: CompaniesRepository) {
    super();
  }

  find(organizationId: string, livemode: boolean, companyId: string): Promise<ActingCompany | undefined> {
    return this.repository.find({ organizationId, livemode }, companyId);
  }

  summaries(tenancy: Tenancy, limit: number): Promise<CompanySummary[]> {
    return this.repository.oldest(tenancy, limit);
  }
}
