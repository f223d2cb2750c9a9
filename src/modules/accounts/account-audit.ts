import { Injectable, Logger } from '@nestjs/common';
import { Actor } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Transaction, Transactions } from '../../core/database/transaction';
import { AccountsRepository } from './accounts.repository';

interface Account {
  id: string;
  email: string;
}

/** Notes what people do with their accounts in the log of each organization that the account opens; an unknown address belongs to none. */
@Injectable()
export class AccountAudit {
  private readonly logger = new Logger('Accounts');

  constructor(
    private readonly accounts: AccountsRepository,
    private readonly audit: AuditLog,
    private readonly transactions: Transactions,
  ) {}

  async note(
    tx: Transaction,
    action: string,
    { id, email }: Account,
    kind: 'user' | 'anonymous' = 'user',
  ): Promise<void> {
    const organizations = await this.accounts.memberships(id, tx);
    const actor: Actor = { kind, id: kind === 'user' ? id : null, name: email, keyPrefix: null };
    const changes = organizations.map(({ id: organizationId }) => ({
      action,
      subject: { type: 'user', id },
      owner: { organizationId, livemode: null },
      actor,
    }));
    await this.audit.append(tx, ...changes);
  }

  /** In the background: the answer for a known address must not take longer than that for an unknown one. */
  noteInBackground(action: string, account: Account): void {
    this.transactions
      .run((tx) => this.note(tx, action, account, 'anonymous'))
      .catch((error: unknown) => this.logger.error({ err: error }, `${action} was not noted`));
  }
}
