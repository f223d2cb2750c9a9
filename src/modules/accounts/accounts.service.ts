import { Injectable } from '@nestjs/common';
import { Caller } from '../../core/auth/caller';
import { CompanyAccess, Entitlements } from '../../core/auth/ports';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { RateLimiter } from '../../core/http/rate-limiter';
import { OrganizationContacts } from '../../core/mail/organization-contacts.port';
import { OrganizationEntity } from './account.entity';
import { LoginInput } from './account.inputs';
import { LoginOutput, MeOutput, toMeOutput } from './account.outputs';
import { AccountsRepository } from './accounts.repository';
import { hashOfNobody, hashPassword, passwordMatches } from './password';
import { sessionSeconds, SessionToken } from './session-token';

const companiesShown = 100;

export interface Organization {
  id: string;
  name: string;
  entitlements: string[];
}

/** Organizations and the people who sign in to them. */
@Injectable()
export class AccountsService implements Entitlements, OrganizationContacts {
  constructor(
    private readonly repository: AccountsRepository,
    private readonly tokens: SessionToken,
    private readonly companies: CompanyAccess,
    private readonly limiter: RateLimiter,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Says and does the same for an unknown address and a wrong password: nobody learns here who has an account. */
  async login({ email, password }: LoginInput, clientAddress: string): Promise<LoginOutput> {
    const maximum = this.settings.LOGIN_ATTEMPTS_PER_MINUTE;
    await this.limiter.hit({ name: 'login', maximum, windowSeconds: 60 }, clientAddress);
    const user = await this.repository.findUserByEmail(normalize(email));
    const matches = await passwordMatches(password, user?.passwordHash ?? hashOfNobody);
    if (!user || !matches) {
      throw new ApiError('INVALID_TOKEN', { message: 'The email address or the password is wrong.' });
    }
    return {
      accessToken: await this.tokens.sign({ sub: user.id, email: user.email }),
      tokenType: 'Bearer',
      expiresIn: sessionSeconds,
      user: { id: user.id, email: user.email },
      organizations: await this.repository.memberships(user.id),
    };
  }

  async me({ principal, tenancy }: Caller): Promise<MeOutput> {
    const organization = await this.repository.findOrganization(principal.organizationId);
    if (!organization) throw new Error(`${principal.id} belongs to no organization`);
    const companyId = principal.companyId;
    const companies = await this.companies.summaries({ ...tenancy, companyId }, companiesShown);
    return toMeOutput(principal, organization, companies);
  }

  /** A new organization and the account of its owner, whose address nobody may have. */
  async createOrganization(name: string, owner: LoginInput, entitlements: string[]): Promise<Organization> {
    const passwordHash = await hashPassword(owner.password);
    return this.transactions.run((tx) => this.insert(tx, name, owner.email, passwordHash, entitlements));
  }

  /** One without people, for whoever makes all else themselves. */
  async openOrganization(tx: Transaction, name: string, entitlements: string[]): Promise<Organization> {
    const id = newIdentifier('org');
    await this.repository.insertOrganization(tx, { id, name, entitlements, createdAt: this.clock.now() });
    return { id, name, entitlements };
  }

  /** Makes the first organization unless there is one; whether it did. Safe when several processes start at once. */
  async createFirstOrganization(name: string, owner: LoginInput, entitlements: string[]): Promise<boolean> {
    const passwordHash = await hashPassword(owner.password);
    return this.transactions.run(async (tx) => {
      await this.repository.lockBootstrap(tx);
      if (await this.repository.anyOrganization(tx)) return false;
      await this.insert(tx, name, owner.email, passwordHash, entitlements);
      return true;
    });
  }

  isEmpty(): Promise<boolean> {
    return this.repository.anyOrganization().then((any) => !any);
  }

  has(tx: Transaction, organizationId: string, entitlement: string): Promise<boolean> {
    return this.repository.isEntitled(tx, organizationId, entitlement);
  }

  emails(tx: Transaction, organizationId: string): Promise<string[]> {
    return this.repository.contactEmails(tx, organizationId);
  }

  private async insert(
    tx: Transaction,
    name: string,
    email: string,
    passwordHash: string,
    entitlements: string[],
  ): Promise<Organization> {
    const createdAt = this.clock.now();
    const organization: OrganizationEntity = { id: newIdentifier('org'), name, entitlements, createdAt };
    const user = { id: newIdentifier('usr'), email: normalize(email), passwordHash, createdAt };
    await this.repository.insertOrganization(tx, organization);
    const membership = { userId: user.id, organizationId: organization.id, role: 'owner' as const };
    await this.repository.insertUser(tx, user, membership);
    return { id: organization.id, name, entitlements };
  }
}

function normalize(email: string): string {
  return email.trim().toLowerCase();
}
