import { Injectable } from '@nestjs/common';
import { fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiError, ErrorDetail } from '../../core/http/api-error';
import { rateAddress } from '../../core/http/rate-address';
import { RateLimiter } from '../../core/http/rate-limiter';
import { AccountsService, checkChosen, hashOfToken, PasswordHashing } from '../accounts';
import { InvitationsRepository, OpenInvitation } from './invitations.repository';
import { AcceptInvitationInput } from './member.inputs';
import { AcceptedInvitationOutput } from './member.outputs';
import { MembersRepository } from './members.repository';

/** What the invited do with their token: it makes them members, and an account where they have none. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly members: MembersRepository,
    private readonly accounts: AccountsService,
    private readonly passwords: PasswordHashing,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  async accept(input: AcceptInvitationInput, ip: string): Promise<AcceptedInvitationOutput> {
    const maximum = this.settings.LOGIN_ATTEMPTS_PER_MINUTE;
    await this.limiter.hit({ name: 'accept-from', maximum, windowSeconds: 60 }, rateAddress(ip));
    const tokenHash = hashOfToken(input.token);
    const invitation = await this.invitations.find(tokenHash, this.clock.now());
    if (!invitation) throw worthless();
    const passwordHash = await this.newPassword(invitation, input.password);
    const name = input.name?.trim();
    return this.transactions.run((tx) => this.join(tx, tokenHash, passwordHash, name));
  }

  async join(
    tx: Transaction,
    tokenHash: Buffer,
    passwordHash: string | undefined,
    name: string | undefined,
  ): Promise<AcceptedInvitationOutput> {
    const now = this.clock.now();
    const invitation = await this.invitations.take(tx, tokenHash, now);
    if (!invitation) throw worthless();
    const { organization_id: organizationId, email, role } = invitation;
    const organization = await this.members.lockOrganization(tx, organizationId);
    const user = await this.accountOf(tx, email, passwordHash, name);
    await this.members.add(tx, organizationId, user.id, role, now);
    await this.audit.append(tx, {
      action: 'member.joined',
      subject: { type: 'user', id: user.id },
      changes: fieldChanges({}, { email, role }),
      owner: { organizationId, livemode: null },
      actor: { kind: 'user', id: user.id, name: user.email, keyPrefix: null },
    });
    return {
      user: { id: user.id, email: user.email },
      organization: { id: organizationId, name: organization!.name, role },
    };
  }

  /** Who came with a password found no account; should there be one by now, another invitation was faster, and its password stands. */
  private async accountOf(
    tx: Transaction,
    email: string,
    passwordHash: string | undefined,
    name: string | undefined,
  ): Promise<{ id: string; email: string }> {
    const known = await this.accounts.findUser(email, tx);
    if (known && passwordHash === undefined) return known;
    const made = known ? undefined : await this.accounts.createUser(tx, email, passwordHash!, name);
    if (!made) throw hasPassword();
    return made;
  }

  /** The hash of the new account's password; nothing when there is an account, whose password stays what it is. */
  private async newPassword(
    { email }: OpenInvitation,
    password: string | undefined,
  ): Promise<string | undefined> {
    const hasAccount = (await this.accounts.findUser(email)) !== undefined;
    if (hasAccount && password !== undefined) throw hasPassword();
    if (hasAccount) return undefined;
    if (password === undefined) {
      throw refusal('MISSING_FIELD', 'required', 'is required: choose one for your new account');
    }
    checkChosen('password', password, email);
    return this.passwords.hash(password);
  }
}

function refusal(code: 'INVALID_REQUEST' | 'MISSING_FIELD', rule: string, message: string): ApiError {
  const details: ErrorDetail[] = [{ field: 'password', rule, message }];
  return new ApiError(code, { message: `password: ${message}`, details });
}

function hasPassword(): ApiError {
  const message = 'must be left out: you have an account, and its password stays';
  return refusal('INVALID_REQUEST', 'forbidden', message);
}

function worthless(): ApiError {
  return new ApiError('INVALID_TOKEN', {
    message:
      'This invitation was accepted, withdrawn or replaced, or is older than 7 days. Ask for another one.',
  });
}
