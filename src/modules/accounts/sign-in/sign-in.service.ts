import { Injectable } from '@nestjs/common';
import { Settings } from '../../../core/config/settings';
import { Transactions } from '../../../core/database/transaction';
import { ApiError } from '../../../core/http/api-error';
import { rateAddress } from '../../../core/http/rate-address';
import { RateLimiter } from '../../../core/http/rate-limiter';
import { AccountAudit } from '../account-audit';
import { LoginInput } from '../account.inputs';
import { LoginOutput } from '../account.outputs';
import { AccountsRepository } from '../accounts.repository';
import { normalizeEmail } from '../email';
import { Client } from '../sessions/client';
import { sessionSeconds, SessionToken } from '../sessions/session-token';
import { SessionsService } from '../sessions/sessions.service';
import { PasswordCheck } from './password-check';

@Injectable()
export class SignInService {
  constructor(
    private readonly repository: AccountsRepository,
    private readonly passwords: PasswordCheck,
    private readonly sessions: SessionsService,
    private readonly tokens: SessionToken,
    private readonly audit: AccountAudit,
    private readonly limiter: RateLimiter,
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  async login({ email, password }: LoginInput, client: Client): Promise<LoginOutput> {
    const maximum = this.settings.LOGIN_ATTEMPTS_PER_MINUTE;
    await this.limiter.hit({ name: 'login', maximum, windowSeconds: 60 }, rateAddress(client.ip));
    const user = await this.passwords.find(normalizeEmail(email), password);
    if (!user) {
      throw new ApiError('INVALID_TOKEN', { message: 'The email address or the password is wrong.' });
    }
    const sid = await this.transactions.run(async (tx) => {
      await this.passwords.succeeded(tx, user.email);
      await this.audit.note(tx, 'login.succeeded', user);
      return this.sessions.open(tx, user.id, client);
    });
    return {
      accessToken: await this.tokens.sign({ sub: user.id, sid }),
      tokenType: 'Bearer',
      expiresIn: sessionSeconds,
      user: { id: user.id, email: user.email },
      organizations: await this.repository.memberships(user.id),
    };
  }
}
