import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** An organization whose plan refuses what goes beyond it. */
export interface HardPlan {
  organizationId: string;
  documents: number | null;
  documentsPerCompany: number | null;
  changedAt: Date;
}

/** A company whose platform wants it refused what goes beyond its own quota. */
export interface HardCompanyQuota {
  companyId: string;
  documents: number;
  changedAt: Date;
}

@Injectable()
export class HardLimitsRepository {
  constructor(private readonly dataSource: DataSource) {}

  plans(): Promise<HardPlan[]> {
    return this.dataSource.query(
      `SELECT organizations.id AS "organizationId", plans.documents, plans.documents_per_company AS "documentsPerCompany",
         greatest(plans.changed_at, organizations.plan_since) AS "changedAt"
       FROM organizations JOIN plans ON plans.name = organizations.plan WHERE plans.hard`,
    );
  }

  companies(): Promise<HardCompanyQuota[]> {
    return this.dataSource.query(
      `SELECT company_id AS "companyId", documents, changed_at AS "changedAt" FROM company_quotas WHERE hard`,
    );
  }
}
