import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager, FindOptionsWhere } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';
import { returning, Transaction } from '../../core/database/transaction';
import { DocumentFormat } from '../../core/companies/company-defaults.port';
import { Company, CompanyStatus } from './company';
import { CompanyEntity } from './company.entity';

export interface CompanyFilter {
  status?: CompanyStatus;
  country?: string;
  smpRegistered?: boolean;
  tenantId?: string;
}

export interface CompanyChanges {
  name?: string;
  metadata?: Record<string, unknown>;
  /** Merged with what is there, country by country; null in place of a value, or of all, forgets it. */
  autoCompliance?: Record<string, boolean | null> | null;
  preferredFormat?: DocumentFormat | null;
  additionalIds?: string[];
  peppolIds?: string[];
}

@Injectable()
export class CompaniesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** False when an active company of the organization and mode has that VAT number. */
  async insert(tx: Transaction, company: Company): Promise<boolean> {
    const rows = await returning(
      tx,
      `INSERT INTO companies (id, organization_id, livemode, name, vat_number, country, peppol_id, peppol_ids,
         additional_ids, status, smp_status, metadata, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       ON CONFLICT (organization_id, livemode, vat_number) WHERE status = 'active' DO NOTHING RETURNING id`,
      [
        company.id,
        company.organizationId,
        company.livemode,
        company.name,
        company.vatNumber,
        company.country,
        company.peppolId,
        company.peppolIds,
        company.additionalIds,
        company.status,
        company.smpStatus,
        JSON.stringify(company.metadata),
        company.createdAt,
        company.updatedAt,
      ],
    );
    return rows.length === 1;
  }

  /** Changes what is given and leaves the rest. */
  async update(tx: Transaction, id: string, changes: CompanyChanges, now: Date): Promise<void> {
    const { name, metadata, autoCompliance = {}, preferredFormat, additionalIds, peppolIds } = changes;
    await tx.query(
      `UPDATE companies SET name = coalesce($2, name), metadata = coalesce($3::json, metadata), updated_at = $4,
         auto_compliance = coalesce(json_strip_nulls((auto_compliance::jsonb || $5::jsonb)::json), '{}'),
         additional_ids = coalesce($6::text[], additional_ids), peppol_ids = coalesce($7::text[], peppol_ids),
         preferred_format = CASE WHEN $8 THEN $9 ELSE preferred_format END
       WHERE id = $1`,
      [
        id,
        name,
        metadata && JSON.stringify(metadata),
        now,
        autoCompliance && JSON.stringify(autoCompliance),
        additionalIds,
        peppolIds,
        preferredFormat !== undefined,
        preferredFormat,
      ],
    );
  }

  /** False when it is deregistered already. */
  async deregister(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const rows = await returning(
      tx,
      `UPDATE companies SET status = 'deregistered', smp_status = 'removing', deregistered_at = $2, updated_at = $2
       WHERE id = $1 AND status = 'active' RETURNING id`,
      [id, now],
    );
    return rows.length === 1;
  }

  /** Within a transaction, pass it: a request that held two connections could wait for itself. */
  async find(
    tenancy: Tenancy,
    id: string,
    db: EntityManager = this.dataSource.manager,
  ): Promise<Company | undefined> {
    if (tenancy.companyId !== undefined && tenancy.companyId !== id) return undefined;
    return this.one({ id, ...partition(tenancy) }, db);
  }

  /** For workers: of whatever organization. */
  async findForWork(id: string): Promise<Company | undefined> {
    return this.one({ id }, this.dataSource.manager);
  }

  /** The active company with that VAT number. */
  async findByVatNumber(
    tenancy: Tenancy,
    vatNumber: string,
    db: EntityManager = this.dataSource.manager,
  ): Promise<Company | undefined> {
    const company = await this.one({ vatNumber, status: 'active', ...partition(tenancy) }, db);
    return company && (tenancy.companyId ?? company.id) === company.id ? company : undefined;
  }

  /** The active company of the tenancy with that id. Ids are stored in capitals. */
  async findOwnByParticipant(tenancy: Tenancy, participantId: string): Promise<Company | undefined> {
    const query = this.dataSource
      .createQueryBuilder(CompanyEntity, 'company')
      .where({ ...partition(tenancy), status: 'active' })
      .andWhere(`company.peppol_ids @> ARRAY[upper(:participantId)]`, { participantId })
      .orderBy('company.id')
      .limit(1);
    if (tenancy.companyId !== undefined) query.andWhere({ id: tenancy.companyId });
    return (await query.getMany())[0];
  }

  /** The active company with that id, of whatever organization: one that the directory names, then the oldest. Ids are stored in capitals. */
  async findByParticipant(livemode: boolean, participantId: string): Promise<Company | undefined> {
    const [company] = await this.dataSource
      .createQueryBuilder(CompanyEntity, 'company')
      .where(`company.livemode = :livemode AND company.status = 'active'`, { livemode })
      .andWhere(`company.peppol_ids @> ARRAY[upper(:participantId)]`, { participantId })
      .orderBy(`company.smp_status <> 'registered'`)
      .addOrderBy('company.id')
      .limit(1)
      .getMany();
    return company;
  }

  /** Newest first, from below the given id. */
  async list(
    tenancy: Tenancy,
    filter: CompanyFilter,
    before: string | undefined,
    limit: number,
  ): Promise<Company[]> {
    const { status, country, smpRegistered, tenantId } = filter;
    const { companyId } = tenancy;
    const query = this.dataSource
      .createQueryBuilder(CompanyEntity, 'company')
      .where(partition(tenancy))
      .orderBy('company.id', 'DESC')
      .limit(limit);
    if (companyId !== undefined) query.andWhere('company.id = :companyId', { companyId });
    if (before !== undefined) query.andWhere('company.id < :before', { before });
    if (status !== undefined) query.andWhere('company.status = :status', { status });
    if (country !== undefined) query.andWhere('company.country = :country', { country });
    if (smpRegistered !== undefined)
      query.andWhere(`(company.smp_status = 'registered') = :smpRegistered`, { smpRegistered });
    if (tenantId !== undefined) query.andWhere(`company.metadata ->> 'tenantId' = :tenantId`, { tenantId });
    return query.getMany();
  }

  /** Oldest first. */
  async oldest(tenancy: Tenancy, limit: number): Promise<Company[]> {
    const where = {
      ...partition(tenancy),
      ...(tenancy.companyId !== undefined && { id: tenancy.companyId }),
    };
    return this.dataSource.manager.find(CompanyEntity, { where, order: { id: 'ASC' }, take: limit });
  }

  private async one(where: FindOptionsWhere<CompanyEntity>, db: EntityManager): Promise<Company | undefined> {
    return (await db.findOneBy(CompanyEntity, where)) ?? undefined;
  }
}

function partition({ organizationId, livemode }: Tenancy) {
  return { organizationId, livemode };
}
