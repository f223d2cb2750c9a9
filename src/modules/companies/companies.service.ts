import { Injectable } from '@nestjs/common';
import { FieldChange, fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Principal, Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, toPage } from '../../core/http/page';
import { violationsError } from '../../core/http/validation';
import { JobsService } from '../../core/jobs/jobs.service';
import { additionalIds, ParticipantIdentifier } from './additional-identifiers';
import { checkAutoCompliance } from './auto-compliance';
import { CompaniesRepository } from './companies.repository';
import { Company } from './company';
import { CompanySettings } from './company-settings';
import { ListManagedCompaniesQuery, ResolveCompanyQuery, UpdateCompanyInput } from './company.inputs';
import { CompanyOutput, DeregisteredCompanyOutput } from './company.outputs';
import { allIds, identify } from './identity';
import { RegistrationsRepository } from './registrations.repository';

export const registrationJob = 'companies.register';
export const removalJob = 'companies.unregister';

export interface NewCompany {
  vatNumber: string;
  name: string;
  metadata?: Record<string, unknown>;
  additionalIdentifiers?: ParticipantIdentifier[];
}

/** Companies, their participant ids, and their way into the network's directory and out of it. */
@Injectable()
export class CompaniesService {
  constructor(
    private readonly repository: CompaniesRepository,
    private readonly registrations: RegistrationsRepository,
    private readonly settings: CompanySettings,
    private readonly jobs: JobsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws INVALID_VAT_FORMAT, INVALID_PARTICIPANT_ID, or COMPANY_EXISTS with the id of the one that is there. */
  async create(tx: Transaction, owner: Tenancy, input: NewCompany): Promise<Company> {
    const { organizationId, livemode } = owner;
    const now = this.clock.now();
    const identity = identify(input.vatNumber, livemode);
    const additional = additionalIds(input.additionalIdentifiers ?? [], livemode);
    const company: Company = {
      id: newIdentifier('comp'),
      organizationId,
      livemode,
      name: input.name.trim(),
      ...identity,
      peppolIds: allIds(identity.vatNumber, livemode, additional),
      additionalIds: additional,
      status: 'active',
      smpStatus: 'pending',
      smpRegisteredAt: null,
      smpErrorCode: null,
      smpErrorMessage: null,
      autoCompliance: {},
      preferredFormat: null,
      metadata: input.metadata ?? {},
      createdAt: now,
      updatedAt: now,
    };
    if (!(await this.repository.insert(tx, company)))
      return this.refuseSecond(tx, owner, input, company.vatNumber);
    await this.jobs.enqueue(tx, { kind: registrationJob, subjectId: company.id, organizationId, livemode });
    const { name, vatNumber, peppolIds, metadata } = company;
    await this.note(
      tx,
      'company.created',
      company,
      fieldChanges({}, { name, vatNumber, peppolIds, metadata }),
    );
    return company;
  }

  /** For the API: a tenant key may not make further companies. */
  async createBy(tx: Transaction, maker: Principal, input: NewCompany): Promise<CompanyOutput> {
    if (maker.keyType === 'personal') {
      throw new ApiError('INSUFFICIENT_SCOPE', {
        message: 'This needs a platform key or a dashboard token.',
      });
    }
    const { organizationId, livemode } = maker;
    return this.settings.show(await this.create(tx, { organizationId, livemode }, input), tx);
  }

  /** Throws COMPANY_NOT_FOUND. Within a transaction, pass it. */
  async get(tenancy: Tenancy, id: string, tx?: Transaction): Promise<Company> {
    return orNotFound(await this.repository.find(tenancy, id, tx));
  }

  /** For workers: of whatever organization; undefined when there is none. */
  find(id: string): Promise<Company | undefined> {
    return this.repository.findForWork(id);
  }

  /** The oldest active company with that id as one of its own, in any spelling; undefined when there is none. */
  findByParticipant(livemode: boolean, participantId: string): Promise<Company | undefined> {
    return this.repository.findByParticipant(livemode, participantId);
  }

  async show(tenancy: Tenancy, id: string): Promise<CompanyOutput> {
    return this.settings.show(await this.get(tenancy, id));
  }

  async list(tenancy: Tenancy, query: ListManagedCompaniesQuery): Promise<Page<CompanyOutput>> {
    const { limit, cursor, status, country, smpRegistered, 'metadata.tenantId': tenantId } = query;
    const [before] = decodeCursor(cursor, /^comp_\w{1,40}$/) ?? [];
    const filter = { status, country, smpRegistered, tenantId };
    const rows = await this.repository.list(tenancy, filter, before, limit + 1);
    return toPage(rows, limit, (row) => [row.id], await this.settings.showing(tenancy.organizationId));
  }

  /** The active company with that participant id, or VAT number. Throws COMPANY_NOT_FOUND. */
  async resolve(tenancy: Tenancy, query: ResolveCompanyQuery): Promise<CompanyOutput> {
    const { participantId } = query;
    const company = participantId
      ? await this.repository.findOwnByParticipant(tenancy, participantId.trim())
      : await this.findByVatNumber(tenancy, query);
    return this.settings.show(orNotFound(company));
  }

  /** Members that are absent stay as they are; null metadata empties it. New ids are published by a job. */
  async update(
    tx: Transaction,
    tenancy: Tenancy,
    id: string,
    input: UpdateCompanyInput,
  ): Promise<CompanyOutput> {
    const { additionalIdentifiers, autoCompliance, preferredFormat } = input;
    const company = await this.get(tenancy, id, tx);
    if (autoCompliance) checkAutoCompliance(autoCompliance);
    const metadata = input.metadata === null ? {} : input.metadata;
    const changes = { name: input.name?.trim(), metadata, autoCompliance, preferredFormat };
    const ids = additionalIdentifiers && idsOf(company, additionalIdentifiers);
    await this.repository.update(tx, id, { ...changes, ...ids }, this.clock.now());
    if (ids && company.status === 'active') await this.publishAgain(tx, company);
    const updated = await this.get(tenancy, id, tx);
    await this.noteUpdate(tx, company, updated);
    return this.settings.show(updated, tx);
  }

  /** Takes the company off the network; what it sent and received stays readable. A repeat changes nothing. */
  async deregister(tx: Transaction, tenancy: Tenancy, id: string): Promise<DeregisteredCompanyOutput> {
    const company = await this.get(tenancy, id, tx);
    const { organizationId, livemode } = company;
    if (await this.repository.deregister(tx, id, this.clock.now())) {
      await this.jobs.enqueue(tx, { kind: removalJob, subjectId: id, organizationId, livemode });
      const status = { field: 'status', from: 'active', to: 'deregistered' };
      await this.note(tx, 'company.deregistered', company, [status]);
    }
    return { id, status: 'deregistered' };
  }

  /** Given with the country's letters or without. */
  private async findByVatNumber(
    tenancy: Tenancy,
    { countryCode, vatNumber }: ResolveCompanyQuery,
  ): Promise<Company | undefined> {
    if (!countryCode) throw missing('countryCode');
    if (!vatNumber) throw missing('vatNumber');
    const prefix = countryCode === 'GR' ? 'EL' : countryCode;
    const given = vatNumber.trim();
    const company =
      (await this.repository.findByVatNumber(tenancy, given)) ??
      (await this.repository.findByVatNumber(tenancy, prefix + given));
    return company?.country === countryCode.replace('EL', 'GR') ? company : undefined;
  }

  private async publishAgain(tx: Transaction, { id, organizationId, livemode }: Company): Promise<void> {
    await this.registrations.reopen(tx, id, undefined);
    await this.jobs.enqueue(tx, { kind: registrationJob, subjectId: id, organizationId, livemode });
  }

  private async noteUpdate(tx: Transaction, before: Company, after: Company): Promise<void> {
    const { name, metadata, autoCompliance, preferredFormat, peppolIds } = after;
    const changes = fieldChanges(before, { name, metadata, autoCompliance, preferredFormat, peppolIds });
    if (changes.length > 0) await this.note(tx, 'company.updated', after, changes);
  }

  private note(tx: Transaction, action: string, company: Company, changes: FieldChange[]): Promise<void> {
    const subject = { type: 'company', id: company.id };
    return this.audit.append(tx, { action, subject, companyId: company.id, owner: company, changes });
  }

  private async refuseSecond(
    tx: Transaction,
    owner: Tenancy,
    input: NewCompany,
    vatNumber: string,
  ): Promise<Company> {
    const { organizationId, livemode } = owner;
    const existing = await this.repository.findByVatNumber({ organizationId, livemode }, vatNumber, tx);
    // Deregistered between the two statements: the number is free again.
    if (!existing) return this.create(tx, owner, input);
    throw new ApiError('COMPANY_EXISTS', { more: { companyId: existing.id } });
  }
}

function orNotFound(company: Company | undefined): Company {
  if (!company) throw new ApiError('COMPANY_NOT_FOUND');
  return company;
}

function idsOf({ vatNumber, livemode }: Company, given: ParticipantIdentifier[]) {
  const additional = additionalIds(given, livemode);
  return { additionalIds: additional, peppolIds: allIds(vatNumber, livemode, additional) };
}

function missing(field: string): ApiError {
  const message = 'is required, unless you give participantId';
  return violationsError([{ field, rule: 'required', message, code: 'MISSING_FIELD' }]);
}
