import { Injectable } from '@nestjs/common';
import { Caller } from '../../core/auth/caller';
import { CompanyAccess, Entitlements } from '../../core/auth/ports';
import { Clock } from '../../core/clock/clock';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction, Transactions } from '../../core/database/transaction';
import { OrganizationContacts } from '../../core/mail/organization-contacts.port';
import { UserEntity } from './account.entity';
import { LoginInput } from './account.inputs';
import { MeOutput, toMeOutput } from './account.outputs';
import { AccountsRepository } from './accounts.repository';
import { normalizeEmail } from './email';
import { PasswordHashing } from './passwords/password-hashing';

const companiesShown = 100;

export interface Organization {
  id: string;
  name: string;
  entitlements: string[];
}

/** Organizations and the people who have accounts. */
@Injectable()
export class AccountsService implements Entitlements, OrganizationContacts {
  constructor(
    private readonly repository: AccountsRepository,
    private readonly companies: CompanyAccess,
    private readonly passwords: PasswordHashing,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async me({ principal, tenancy }: Caller): Promise<MeOutput> {
    const organization = await this.repository.findOrganization(principal.organizationId);
    if (!organization) throw new Error(`${principal.id} belongs to no organization`);
    const companyId = principal.companyId;
    const companies = await this.companies.summaries({ ...tenancy, companyId }, companiesShown);
    return toMeOutput(principal, organization, companies);
  }

  /** One without people, for whoever makes all else themselves. */
  async openOrganization(tx: Transaction, name: string, entitlements: string[]): Promise<Organization> {
    const id = newIdentifier('org');
    await this.repository.insertOrganization(tx, { id, name, entitlements, createdAt: this.clock.now() });
    return { id, name, entitlements };
  }

  /** Makes the first organization unless there is one; whether it did. Safe when several processes start at once. */
  async createFirstOrganization(name: string, owner: LoginInput, entitlements: string[]): Promise<boolean> {
    const passwordHash = await this.passwords.hash(owner.password);
    return this.transactions.run(async (tx) => {
      await this.repository.lockBootstrap(tx);
      if (await this.repository.anyOrganization(tx)) return false;
      const { id: organizationId } = await this.openOrganization(tx, name, entitlements);
      const user = await this.createUser(tx, owner.email, passwordHash);
      if (!user) throw new Error(`${owner.email} has an account, but there is no organization`);
      const joined = { userId: user.id, organizationId, role: 'owner' as const, joinedAt: user.createdAt };
      await this.repository.insertMembership(tx, joined);
      return true;
    });
  }

  isEmpty(): Promise<boolean> {
    return this.repository.anyOrganization().then((any) => !any);
  }

  /** The account of an address, which is in lower case. */
  findUser(email: string, tx?: Transaction): Promise<UserEntity | undefined> {
    return this.repository.findUserByEmail(email, tx);
  }

  /** An account for an address that has none; undefined when somebody else made one in the same moment. */
  async createUser(
    tx: Transaction,
    email: string,
    passwordHash: string,
    name: string | null = null,
  ): Promise<UserEntity | undefined> {
    const createdAt = this.clock.now();
    const user = { id: newIdentifier('usr'), email: normalizeEmail(email), passwordHash, name, createdAt };
    return (await this.repository.insertUser(tx, user)) ? user : undefined;
  }

  has(tx: Transaction, organizationId: string, entitlement: string): Promise<boolean> {
    return this.repository.isEntitled(tx, organizationId, entitlement);
  }

  emails(tx: Transaction, organizationId: string): Promise<string[]> {
    return this.repository.contactEmails(tx, organizationId);
  }
}
