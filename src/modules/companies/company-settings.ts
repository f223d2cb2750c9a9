import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { DefaultsOfCompanies } from '../../core/companies/company-defaults.port';
import { Company } from './company';
import { CompanyOutput, toCompanyOutput } from './company.outputs';
import { EffectiveSettings, effectiveSettings } from './effective-settings';

/** What holds for a company: what it says itself, and where it is silent what its platform says. Within a transaction, pass it. */
@Injectable()
export class CompanySettings {
  constructor(
    private readonly defaults: DefaultsOfCompanies,
    private readonly dataSource: DataSource,
  ) {}

  async of(company: Company, db: EntityManager = this.dataSource.manager): Promise<EffectiveSettings> {
    return effectiveSettings(company, await this.defaults.of(db, company.organizationId));
  }

  async show(company: Company, db?: EntityManager): Promise<CompanyOutput> {
    return toCompanyOutput(company, await this.of(company, db));
  }

  /** For many companies of one organization: its defaults are read once. */
  async showing(organizationId: string): Promise<(company: Company) => CompanyOutput> {
    const defaults = await this.defaults.of(this.dataSource.manager, organizationId);
    return (company) => toCompanyOutput(company, effectiveSettings(company, defaults));
  }
}
