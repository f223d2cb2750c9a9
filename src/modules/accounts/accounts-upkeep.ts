import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { PeriodicTask } from '../../core/clock/periodic-task';
import { Settings } from '../../core/config/settings';
import { ExternalContactsRepository } from './external/external-contacts.repository';
import { PasswordResetsRepository } from './passwords/password-resets.repository';
import { SessionsRepository } from './sessions/sessions.repository';
import { SignInAttemptsRepository } from './sign-in/sign-in-attempts.repository';

const intervalMilliseconds = 10 * 60_000;

/** Whoever has not come for so long has left, most likely; the external issuer does not tell. */
const contactMilliseconds = 365 * 24 * 60 * 60_000;

/** Removes sessions, links and counts whose time is over, which are dead from that moment on, and contacts who come no more. */
@Injectable()
export class AccountsUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task = new PeriodicTask('the upkeep of accounts', intervalMilliseconds, () =>
    this.round(),
  );

  constructor(
    private readonly settings: Settings,
    private readonly sessions: SessionsRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly attempts: SignInAttemptsRepository,
    private readonly contacts: ExternalContactsRepository,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  async round(): Promise<void> {
    const now = this.clock.now();
    await this.sessions.removeExpired(now);
    await this.resets.removeExpired(now);
    await this.attempts.removeEnded(now);
    await this.contacts.removeUnseen(new Date(now.getTime() - contactMilliseconds));
  }
}
