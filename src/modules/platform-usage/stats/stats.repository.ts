import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UsagePeriod } from '../counting/usage-period';

export interface DocumentCount {
  direction: 'outgoing' | 'incoming';
  type: string;
  status: string;
  lifecycleStatus: string;
  documents: number;
}

@Injectable()
export class StatsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What has become of the company's documents that were made in the period; their ids begin with that time. */
  documents(
    organizationId: string,
    livemode: boolean,
    companyId: string,
    period: UsagePeriod,
  ): Promise<DocumentCount[]> {
    return this.dataSource.query(
      `SELECT direction, type, status, lifecycle_status AS "lifecycleStatus", count(*)::integer AS documents FROM documents
       WHERE organization_id = $1 AND livemode = $2 AND company_id = $3
         AND id >= 'doc_' || ulid_time($4::date::timestamp AT TIME ZONE 'UTC')
         AND id < 'doc_' || ulid_time(($5::date + 1)::timestamp AT TIME ZONE 'UTC')
       GROUP BY direction, type, status, lifecycle_status`,
      [organizationId, livemode, companyId, period.start, period.end],
    );
  }
}
