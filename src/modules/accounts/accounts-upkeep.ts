import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { PeriodicTask } from '../../core/clock/periodic-task';
import { Settings } from '../../core/config/settings';
import { PasswordResetsRepository } from './passwords/password-resets.repository';
import { SessionsRepository } from './sessions/sessions.repository';
import { SignInAttemptsRepository } from './sign-in/sign-in-attempts.repository';

const intervalMilliseconds = 10 * 60_000;

/** Removes sessions, links and counts whose time is over; they are dead from that moment on, so lateness harms nothing. */
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
  }
}
