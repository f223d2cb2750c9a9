import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { Entitlements, SessionVerifier } from '../../core/auth/ports';
import { OrganizationContacts } from '../../core/mail/organization-contacts.port';
import { AccountsUpkeep } from './accounts-upkeep';
import { AccountAudit } from './account-audit';
import { AccountsController } from './accounts.controller';
import { AccountsRepository } from './accounts.repository';
import { AccountsService } from './accounts.service';
import { Adoption } from './external/adoption';
import { ExternalContactsRepository } from './external/external-contacts.repository';
import { ExternalToken } from './external/external-token';
import { Jwks } from './external/jwks';
import { FirstStart } from './first-start';
import { PasswordHashing } from './passwords/password-hashing';
import { PasswordResetsRepository } from './passwords/password-resets.repository';
import { PasswordsController } from './passwords/passwords.controller';
import { PasswordsService } from './passwords/passwords.service';
import { DashboardSessions } from './sessions/dashboard-sessions';
import { SessionToken } from './sessions/session-token';
import { SessionsController } from './sessions/sessions.controller';
import { SessionsRepository } from './sessions/sessions.repository';
import { SessionsService } from './sessions/sessions.service';
import { AccountNotices } from './sign-in/account-notices';
import { PasswordCheck } from './sign-in/password-check';
import { SignInAttemptsRepository } from './sign-in/sign-in-attempts.repository';
import { SignInService } from './sign-in/sign-in.service';

@Global()
@Module({
  // No secret here: each kind of token brings its own key, so none is ever checked with another kind's.
  imports: [JwtModule.register({})],
  controllers: [AccountsController, SessionsController, PasswordsController],
  providers: [
    AccountsRepository,
    AccountsService,
    AccountAudit,
    AccountsUpkeep,
    SignInService,
    SignInAttemptsRepository,
    PasswordCheck,
    PasswordHashing,
    AccountNotices,
    PasswordsService,
    PasswordResetsRepository,
    SessionsService,
    SessionsRepository,
    SessionToken,
    ExternalToken,
    Adoption,
    ExternalContactsRepository,
    Jwks,
    FirstStart,
    { provide: SessionVerifier, useClass: DashboardSessions },
    { provide: Entitlements, useExisting: AccountsService },
    { provide: OrganizationContacts, useExisting: AccountsService },
  ],
  exports: [
    AccountsService,
    PasswordHashing,
    SessionsService,
    SessionVerifier,
    Entitlements,
    OrganizationContacts,
  ],
})
export class AccountsModule {}
