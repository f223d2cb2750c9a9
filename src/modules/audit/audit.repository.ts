import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FieldChange } from '../../core/audit/audit-change';

export interface AuditRow {
  id: string;
  created_at: Date;
  action: string;
  subject_type: string;
  subject_id: string;
  company_id: string | null;
  livemode: boolean | null;
  changes: FieldChange[];
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  actor_key_prefix: string | null;
  ip_address: string | null;
  user_agent: string | null;
  request_id: string | null;
  idempotency_key: string | null;
}

/** Whose log: a key reads that of its mode and what both share, a user of the dashboard all of it. */
export interface AuditTenancy {
  organizationId: string;
  livemode?: boolean;
}

export interface AuditFilter {
  actions?: string[];
  subject?: string;
  actor?: string;
  companyId?: string;
  since?: string;
  until?: string;
}

/** What people do with their own accounts: who signs in when is no matter of a key, which others may hold. */
const personal = ['login.%', 'session.%', 'password.%'];

@Injectable()
export class AuditRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, from below the given id. An id begins with a time that is never before that of its record. */
  async list(
    { organizationId, livemode }: AuditTenancy,
    filter: AuditFilter,
    before: string | undefined,
    limit: number,
  ): Promise<AuditRow[]> {
    const values: unknown[] = [organizationId, limit];
    const conditions = ['organization_id = $1'];
    const where = (condition: (at: string) => string, value: unknown) => {
      if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
    };
    where((at) => `(livemode = ${at} OR livemode IS NULL)`, livemode);
    where((at) => `action NOT LIKE ALL (${at})`, livemode === undefined ? undefined : personal);
    where((at) => `id < ${at}`, before);
    where((at) => `action LIKE ANY (${at})`, filter.actions?.map(patternOf));
    where((at) => `subject_id = ${at}`, filter.subject);
    where((at) => `(actor_id = ${at} OR actor_kind = ${at})`, filter.actor);
    where((at) => `company_id = ${at}`, filter.companyId);
    where((at) => `created_at >= ${at} AND id >= 'aud_' || ulid_time(${at}::timestamptz)`, filter.since);
    where((at) => `created_at < ${at}`, filter.until);
    return this.dataSource.query(
      `SELECT * FROM audit_records WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT $2`,
      values,
    );
  }
}

/** `company.*` as LIKE has it; all else means itself. */
function patternOf(action: string): string {
  const family = action.endsWith('.*');
  const literal = (family ? action.slice(0, -1) : action).replace(/[\\%_]/g, '\\$&');
  return family ? `${literal}%` : literal;
}
