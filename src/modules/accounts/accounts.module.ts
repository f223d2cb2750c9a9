import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { Entitlements, SessionVerifier } from '../../core/auth/ports';
import { OrganizationContacts } from '../../core/mail/organization-contacts.port';
import { AccountsController } from './accounts.controller';
import { AccountsRepository } from './accounts.repository';
import { AccountsService } from './accounts.service';
import { DashboardSessions } from './dashboard-sessions';
import { ExternalToken } from './external-token';
import { FirstStart } from './first-start';
import { Jwks } from './jwks';
import { SessionToken } from './session-token';

@Global()
@Module({
  // No secret here: each kind of token brings its own key, so none is ever checked with another kind's.
  imports: [JwtModule.register({})],
  controllers: [AccountsController],
  providers: [
    AccountsRepository,
    AccountsService,
    SessionToken,
    ExternalToken,
    Jwks,
    FirstStart,
    { provide: SessionVerifier, useClass: DashboardSessions },
    { provide: Entitlements, useExisting: AccountsService },
    { provide: OrganizationContacts, useExisting: AccountsService },
  ],
  exports: [AccountsService, SessionVerifier, Entitlements, OrganizationContacts],
})
export class AccountsModule {}
