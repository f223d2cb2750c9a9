import { DataSource } from 'typeorm';
import { AuditChange, fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { operator } from '../../core/audit/operator';
import { Clock } from '../../core/clock/clock';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction, Transactions } from '../../core/database/transaction';
import { LoginInput } from './account.inputs';
import { AccountsRepository } from './accounts.repository';
import { normalizeEmail } from './email';
import { ListedOrganization, OrganizationsRepository } from './organizations.repository';
import { PasswordHashing } from './passwords/password-hashing';

export interface CreatedOrganization {
  id: string;
  /** False: the owner has one of that name already, and nothing was changed. */
  isNew: boolean;
  /** The owner has had an account before, whose password stays what it is. */
  hadAccount: boolean;
}

/** For the command alone, which has no server around it. Servers go by a change at once. */
export class Organizations {
  private readonly repository: OrganizationsRepository;
  private readonly accounts: AccountsRepository;
  private readonly transactions: Transactions;
  private readonly audit: AuditLog;

  constructor(
    dataSource: DataSource,
    private readonly hashing: PasswordHashing,
    private readonly clock: Clock,
  ) {
    this.repository = new OrganizationsRepository(dataSource);
    this.accounts = new AccountsRepository(dataSource);
    this.transactions = new Transactions(dataSource);
    this.audit = new AuditLog(clock);
  }

  list(): Promise<ListedOrganization[]> {
    return this.repository.list();
  }

  /** A new organization and its owner, who gets an account with that password unless the address has one. */
  async create(name: string, { email, password }: LoginInput): Promise<CreatedOrganization> {
    const passwordHash = await this.hashing.hash(password);
    const address = normalizeEmail(email);
    return this.transactions.run(async (tx) => {
      // Of the same command given twice at once, the second one finds what the first has made.
      await this.accounts.lockBootstrap(tx);
      const known = await this.accounts.findUserByEmail(address, tx);
      const owned = known && (await this.repository.findOwned(tx, known.id, name));
      if (owned) return { id: owned, isNew: false, hadAccount: true };
      const userId = known?.id ?? (await this.insertOwner(tx, address, passwordHash));
      return { id: await this.insert(tx, name, userId, address), isNew: true, hadAccount: Boolean(known) };
    });
  }

  /** Whether that was a change. Throws a sentence when there is no such organization. */
  setEntitlement(id: string, entitlement: string, wanted: boolean): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const before = await this.repository.lockEntitlements(tx, id);
      if (!before) throw new Error(`there is no organization "${id}"`);
      if (before.includes(entitlement) === wanted) return false;
      const others = before.filter((one) => one !== entitlement);
      const entitlements = wanted ? [...others, entitlement] : others;
      await this.repository.setEntitlements(tx, id, entitlements);
      const action = `organization.entitlement_${wanted ? 'granted' : 'revoked'}`;
      await this.note(tx, id, action, fieldChanges({ entitlements: before }, { entitlements }));
      return true;
    });
  }

  private async insertOwner(tx: Transaction, email: string, passwordHash: string): Promise<string> {
    const id = newIdentifier('usr');
    const user = { id, email, passwordHash, name: null, createdAt: this.clock.now() };
    if (await this.accounts.insertUser(tx, user)) return id;
    throw new Error(`${email} has got an account in this very moment; try again`);
  }

  private async insert(tx: Transaction, name: string, userId: string, owner: string): Promise<string> {
    const id = newIdentifier('org');
    const now = this.clock.now();
    await this.accounts.insertOrganization(tx, { id, name, entitlements: [], createdAt: now });
    await this.accounts.insertMembership(tx, { userId, organizationId: id, role: 'owner', joinedAt: now });
    await this.note(tx, id, 'organization.created', fieldChanges({}, { name, owner }));
    return id;
  }

  private note(tx: Transaction, id: string, action: string, changes: AuditChange['changes']): Promise<void> {
    return this.audit.append(tx, {
      action,
      subject: { type: 'organization', id },
      changes,
      owner: { organizationId: id, livemode: null },
      actor: operator('npm run organization'),
    });
  }
}
