import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Transaction } from '../database/transaction';
import { currentRequest } from '../http/current-request';
import { AuditChange } from './audit-change';
import { recordOf } from './audit-record';

const columns =
  'id, organization_id, livemode, company_id, action, subject_type, subject_id, changes, actor_kind, actor_id, actor_name, ' +
  'actor_key_prefix, ip_address, user_agent, request_id, idempotency_key, created_at';

/** Where services say what they change, in the transaction that changes it: a change and its record are kept together or not at all. */
@Injectable()
export class AuditLog {
  constructor(private readonly clock: Clock) {}

  /** Adds who, when and from where; takes secrets out. One statement, however many changes. */
  async append(tx: Transaction, ...changes: AuditChange[]): Promise<void> {
    if (changes.length === 0) return;
    const request = currentRequest();
    const records = changes.map((change) => recordOf(change, request, this.clock.now()));
    await tx.query(
      `INSERT INTO audit_records (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::audit_records, $1)`,
      [JSON.stringify(records)],
    );
  }
}
