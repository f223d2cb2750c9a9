import { Module } from '@nestjs/common';
import { CoreModule } from './core/core.module';
import { extensions } from './extensions';
import { AccountsModule } from './modules/accounts';
import { ApiKeysModule } from './modules/api-keys';
import { AuditModule } from './modules/audit';
import { CompaniesModule } from './modules/companies';
import { CustomDomainsModule } from './modules/custom-domains';
import { DirectoryModule } from './modules/directory';
import { ComplianceModule } from './modules/compliance';
import { DocumentsModule } from './modules/documents';
import { EventsModule } from './modules/events';
import { GatewayActionsModule } from './modules/gateway-actions';
import { MembersModule } from './modules/members';
import { OnboardingModule } from './modules/onboarding';
import { PlatformSettingsModule } from './modules/platform-settings';
import { PlatformHealthModule } from './modules/platform-health';
import { PlatformUsageModule } from './modules/platform-usage';
import { RetentionModule } from './modules/retention';
import { SandboxModule } from './modules/sandbox';
import { WebhooksModule } from './modules/webhooks';
import { NetworkModule } from './network/network.module';
import { WebModule } from './web/web.module';

@Module({
  imports: [
    CoreModule,
    NetworkModule,
    AccountsModule,
    MembersModule,
    ApiKeysModule,
    AuditModule,
    CompaniesModule,
    DirectoryModule,
    DocumentsModule,
    ComplianceModule,
    // Before the events: /events/reconcile is its route, and /events/{id} would take it for an id.
    WebhooksModule,
    EventsModule,
    PlatformSettingsModule,
    PlatformHealthModule,
    PlatformUsageModule,
    RetentionModule,
    GatewayActionsModule,
    OnboardingModule,
    CustomDomainsModule,
    SandboxModule,
    WebModule,
    ...extensions,
  ],
})
export class AppModule {}
