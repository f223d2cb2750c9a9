import { Injectable } from '@nestjs/common';
import { Principal } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { sha256Hex } from '../../../core/crypto/digests';
import { Settings } from '../../../core/config/settings';
import { Transaction, Transactions } from '../../../core/database/transaction';
import { ApiError } from '../../../core/http/api-error';
import { asSystem } from '../../../core/http/current-request';
import { rateAddress } from '../../../core/http/rate-address';
import { RateLimiter } from '../../../core/http/rate-limiter';
import { AccountAudit } from '../account-audit';
import { AccountsRepository } from '../accounts.repository';
import { normalizeEmail } from '../email';
import { hashOfToken, newSecretToken } from '../secret-token';
import { SessionsService } from '../sessions/sessions.service';
import { AccountNotices } from '../sign-in/account-notices';
import { PasswordCheck } from '../sign-in/password-check';
import { inSteadyTime } from '../sign-in/steady-time';
import { PasswordHashing } from './password-hashing';
import { checkChosen } from './password-rules';
import { ChangePasswordInput, ForgotPasswordInput, ResetPasswordInput } from './password.inputs';
import { ForgotPasswordOutput } from './password.outputs';
import { PasswordResetsRepository } from './password-resets.repository';

const hourMilliseconds = 60 * 60_000;
/** Mails that strangers can have sent to one address, in a quarter of an hour. */
const mailsPerAddress = { name: 'forgot', maximum: 3, windowSeconds: 15 * 60 };

/** New passwords: by a link in a mail, or from whoever knows the old one. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly check: PasswordCheck,
    private readonly hashing: PasswordHashing,
    private readonly sessions: SessionsService,
    private readonly notices: AccountNotices,
    private readonly audit: AccountAudit,
    private readonly limiter: RateLimiter,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** The same in words, time and limits for an address that nobody has. */
  async forgot({ email }: ForgotPasswordInput, ip: string): Promise<ForgotPasswordOutput> {
    const address = normalizeEmail(email);
    await this.limitAddress('forgot-from', ip);
    await this.limiter.hit(mailsPerAddress, sha256Hex(address));
    await inSteadyTime(() => this.transactions.run((tx) => this.sendLink(tx, address)));
    return { message: 'If somebody has an account of this address, a link is on its way to it.' };
  }

  async reset({ token, password }: ResetPasswordInput, ip: string): Promise<void> {
    await this.limitAddress('reset-from', ip);
    const tokenHash = hashOfToken(token);
    const reset = await this.resets.find(tokenHash, this.clock.now());
    if (!reset) throw worthlessLink();
    const user = { id: reset.user_id, email: reset.email };
    checkChosen('password', password, user.email);
    const passwordHash = await this.hashing.hash(password);
    await this.transactions.run(async (tx) => {
      if (!(await this.resets.take(tx, tokenHash, this.clock.now()))) throw worthlessLink();
      await this.replace(tx, user, passwordHash);
      await this.audit.note(tx, 'password.reset', user);
    });
  }

  /** The session that asks stays open. As the system: an account is its user's, who may belong to several organizations. */
  change(principal: Principal, input: ChangePasswordInput): Promise<void> {
    checkChosen('new', input.new, principal.email!);
    return asSystem(async () => {
      const user = await this.check.find(principal.email!, input.current);
      if (!user) throw wrongCurrent();
      const passwordHash = await this.hashing.hash(input.new);
      await this.transactions.run(async (tx) => {
        await this.replace(tx, user, passwordHash, principal.sessionId);
        await this.audit.note(tx, 'password.changed', user);
      });
    });
  }

  private async sendLink(tx: Transaction, email: string): Promise<void> {
    const user = await this.accounts.findUserByEmail(email, tx);
    if (!user) return;
    const { token, tokenHash } = newSecretToken();
    await this.resets.put(tx, user.id, tokenHash, new Date(this.clock.now().getTime() + hourMilliseconds));
    await this.notices.newPassword(tx, user, token);
  }

  private async replace(
    tx: Transaction,
    user: { id: string; email: string },
    passwordHash: string,
    keptSessionId?: string,
  ): Promise<void> {
    await this.accounts.setPassword(tx, user.id, passwordHash);
    await this.resets.withdraw(tx, user.id);
    await this.sessions.endAll(tx, user.id, keptSessionId);
    await this.check.succeeded(tx, user.email);
    await this.notices.passwordChanged(tx, user);
  }

  private limitAddress(name: string, ip: string): Promise<void> {
    const maximum = this.settings.LOGIN_ATTEMPTS_PER_MINUTE;
    return this.limiter.hit({ name, maximum, windowSeconds: 60 }, rateAddress(ip));
  }
}

function worthlessLink(): ApiError {
  return new ApiError('INVALID_TOKEN', {
    message: 'This link was used, is older than an hour, or a newer one was sent. Ask for another one.',
  });
}

function wrongCurrent(): ApiError {
  const message = 'is not your present password';
  return new ApiError('INVALID_REQUEST', {
    message: `current: ${message}`,
    details: [{ field: 'current', rule: 'password', message }],
  });
}
