import { Injectable } from '@nestjs/common';
import { Principal } from '../../core/auth/caller';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, toPage } from '../../core/http/page';
import { AuditQuery } from './audit.inputs';
import { AuditRecordOutput, toAuditRecord } from './audit.outputs';
import { AuditFilter, AuditRepository, AuditTenancy } from './audit.repository';

/** Rows that an export has in memory at a time. */
const portion = 500;

/** Who changed what, when and from where: for the platform itself, never for a tenant's key. */
@Injectable()
export class AuditService {
  constructor(private readonly repository: AuditRepository) {}

  async list(reader: Principal, query: AuditQuery): Promise<Page<AuditRecordOutput>> {
    const tenancy = tenancyOf(reader);
    const before = startOf(query);
    const rows = await this.repository.list(tenancy, filterOf(query), before, query.limit + 1);
    return toPage(rows, query.limit, (row) => [row.id], toAuditRecord);
  }

  /** All records that the filter finds, read in portions; what is added meanwhile comes before the first, and is not among them. */
  export(reader: Principal, query: AuditQuery): AsyncGenerator<AuditRecordOutput[]> {
    return this.portions(tenancyOf(reader), filterOf(query), startOf(query));
  }

  private async *portions(
    tenancy: AuditTenancy,
    filter: AuditFilter,
    start: string | undefined,
  ): AsyncGenerator<AuditRecordOutput[]> {
    let before = start;
    for (;;) {
      const rows = await this.repository.list(tenancy, filter, before, portion);
      yield rows.map(toAuditRecord);
      if (rows.length < portion) return;
      before = rows.at(-1)!.id;
    }
  }
}

function tenancyOf({ kind, keyType, organizationId, livemode }: Principal): AuditTenancy {
  if (kind === 'user') return { organizationId };
  if (keyType !== 'personal') return { organizationId, livemode };
  const message = 'This needs a platform key (flw_plat_… or flw_wl_…) or a dashboard token.';
  throw new ApiError('INSUFFICIENT_SCOPE', { message });
}

function filterOf({ action: actions, subject, actor, companyId, since, until }: AuditQuery): AuditFilter {
  return { actions, subject, actor, companyId, since, until };
}

function startOf({ cursor }: AuditQuery): string | undefined {
  return decodeCursor(cursor, /^aud_\w{1,40}$/)?.[0];
}
