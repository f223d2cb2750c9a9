import { Injectable } from '@nestjs/common';
import { FieldChange } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Tenancy } from '../../core/auth/caller';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { JobsService } from '../../core/jobs/jobs.service';
import { NetworkError } from '../../network/network-error.port';
import { CompaniesService, registrationJob } from './companies.service';
import { Company } from './company';
import { CompanySettings } from './company-settings';
import { CompanyOutput, MigrationOutput } from './company.outputs';
import { DirectoryEntry } from './directory-entry';
import { RegistrationsRepository } from './registrations.repository';

/** What users ask of a company's entry in the directory: to try it again, and to let it go to another provider. */
@Injectable()
export class RegistrationRequests {
  constructor(
    private readonly companies: CompaniesService,
    private readonly repository: RegistrationsRepository,
    private readonly entry: DirectoryEntry,
    private readonly settings: CompanySettings,
    private readonly jobs: JobsService,
    private readonly audit: AuditLog,
    private readonly transactions: Transactions,
  ) {}

  /** Throws COMPANY_NOT_FOUND, and INVALID_TRANSITION when there is nothing to try again. */
  async retry(tx: Transaction, tenancy: Tenancy, id: string, migrationKey?: string): Promise<CompanyOutput> {
    const { organizationId, livemode } = await this.companies.get(tenancy, id, tx);
    const company = (await this.repository.lock(tx, id))!;
    if (company.status !== 'active') throw refusal('It is deregistered; register the VAT number anew.');
    if (company.smpStatus === 'registered' && !company.smpErrorCode)
      throw refusal('It is registered already.');
    await this.repository.reopen(tx, id, migrationKey && this.entry.seal(migrationKey));
    if (company.smpStatus === 'pending') await this.jobs.hasten(tx, registrationJob, [id]);
    else await this.jobs.enqueue(tx, { kind: registrationJob, subjectId: id, organizationId, livemode });
    const changes = migrationKey ? [{ field: 'migrationKey', to: migrationKey }] : [];
    await this.note(tx, 'company.registration_retried', company, changes);
    return this.settings.show(await this.companies.get(tenancy, id, tx), tx);
  }

  /** Throws COMPANY_NOT_FOUND, INVALID_TRANSITION when it is not registered, and UPSTREAM_UNAVAILABLE. */
  async release(tenancy: Tenancy, id: string): Promise<MigrationOutput> {
    const company = await this.companies.get(tenancy, id);
    if (company.smpStatus !== 'registered') throw refusal('Only a registered company can move.');
    const migrationKey = await this.keyOf(company);
    await this.transactions.run((tx) => this.note(tx, 'company.migration_key_issued', company, []));
    const message =
      'Give this key to the provider that takes the company over. Until it has done so, the company stays registered here; ' +
      'deregister it afterwards.';
    return { migrationKey, message };
  }

  private note(tx: Transaction, action: string, company: Company, changes: FieldChange[]): Promise<void> {
    const subject = { type: 'company', id: company.id };
    return this.audit.append(tx, { action, subject, companyId: company.id, owner: company, changes });
  }

  private async keyOf(company: Company): Promise<string> {
    try {
      return await this.entry.release(company);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw error.retryable ? new ApiError('UPSTREAM_UNAVAILABLE') : refusal(error.message);
    }
  }
}

function refusal(why: string): ApiError {
  return new ApiError('INVALID_TRANSITION', {
    message: `The company's registration does not allow this. ${why}`,
  });
}
