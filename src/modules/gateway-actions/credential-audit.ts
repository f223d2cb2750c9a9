import { Injectable } from '@nestjs/common';
import { fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Transaction } from '../../core/database/transaction';

export type CredentialType = 'api_token' | 'hmac_key';

/** What is on record of an organization's API tokens and HMAC keys, which belong to both modes. */
@Injectable()
export class CredentialAudit {
  constructor(private readonly audit: AuditLog) {}

  async created(
    tx: Transaction,
    type: CredentialType,
    { id, organizationId, ...shown }: { id: string; organizationId: string } & Record<string, unknown>,
  ): Promise<void> {
    const owner = { organizationId, livemode: null };
    const changes = fieldChanges({}, shown);
    await this.audit.append(tx, { action: `${type}.created`, subject: { type, id }, owner, changes });
  }

  async revoked(tx: Transaction, type: CredentialType, organizationId: string, id: string): Promise<void> {
    const owner = { organizationId, livemode: null };
    await this.audit.append(tx, { action: `${type}.revoked`, subject: { type, id }, owner, changes: [] });
  }
}
