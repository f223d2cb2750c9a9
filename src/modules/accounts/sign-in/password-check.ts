import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { sha256 } from '../../../core/crypto/digests';
import { Transaction, Transactions } from '../../../core/database/transaction';
import { ApiError } from '../../../core/http/api-error';
import { AccountAudit } from '../account-audit';
import { UserEntity } from '../account.entity';
import { AccountsRepository } from '../accounts.repository';
import { PasswordHashing } from '../passwords/password-hashing';
import { AccountNotices } from './account-notices';
import { SignInAttemptsRepository } from './sign-in-attempts.repository';
import { inSteadyTime } from './steady-time';

/** Wrong passwords in a row after which an address is closed for a while, whatever is tried next. */
const maximum = 10;
const lockMilliseconds = 15 * 60_000;

/**
 * Compares a password with that of an account. Says and does the same for an address that nobody has: nobody learns here who has
 * an account, nor, once the address is closed, whether a guess was right.
 */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly attempts: SignInAttemptsRepository,
    private readonly hashing: PasswordHashing,
    private readonly notices: AccountNotices,
    private readonly audit: AccountAudit,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * The account of that address and password, if there is one. Each attempt counts before the password is looked at, so that
   * guesses made at once cannot pass the limit; `succeeded` takes them back.
   */
  async find(email: string, password: string): Promise<UserEntity | undefined> {
    const attempt = await this.count(email);
    const user = await this.accounts.findUserByEmail(email);
    const matches = await this.hashing.matches(password, user?.passwordHash ?? this.hashing.hashOfNobody);
    if (user && matches) return user;
    if (user) this.audit.noteInBackground('login.failed', user);
    if (attempt === maximum) await inSteadyTime(() => this.tell(user));
    return undefined;
  }

  async succeeded(tx: Transaction, email: string): Promise<void> {
    await this.attempts.clear(tx, sha256(email));
  }

  private async count(email: string): Promise<number> {
    const now = this.clock.now();
    const endsAt = new Date(now.getTime() + lockMilliseconds);
    const row = await this.transactions.run((tx) =>
      this.attempts.count(tx, sha256(email), { maximum, now, endsAt }),
    );
    if (row.count <= maximum) return row.count;
    throw new ApiError('RATE_LIMITED', {
      message: `There were ${maximum} failed attempts for this address. Try again later, or have a link to a new password sent to it.`,
      retryAfter: Math.ceil((row.ends_at.getTime() - now.getTime()) / 1_000),
    });
  }

  private async tell(user: UserEntity | undefined): Promise<void> {
    if (user) await this.transactions.run((tx) => this.notices.locked(tx, user));
  }
}
