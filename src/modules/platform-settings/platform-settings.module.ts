import { Global, Module } from '@nestjs/common';
import { Branding, VisitorBranding } from '../../core/branding/branding.port';
import { DefaultsOfCompanies } from '../../core/companies/company-defaults.port';
import { BrandingController } from './branding.controller';
import { LogoDownload } from './logo-download';
import { PlatformSettingsController } from './platform-settings.controller';
import { PlatformSettingsRepository } from './platform-settings.repository';
import { PlatformSettingsService } from './platform-settings.service';
import { BrandingOfOrganizations, DefaultsOfOrganizations } from './provided-settings';
import { PublicBranding } from './public-branding';

@Global()
@Module({
  controllers: [PlatformSettingsController, BrandingController],
  providers: [
    LogoDownload,
    PlatformSettingsRepository,
    PlatformSettingsService,
    PublicBranding,
    { provide: VisitorBranding, useExisting: PublicBranding },
    { provide: Branding, useClass: BrandingOfOrganizations },
    { provide: DefaultsOfCompanies, useClass: DefaultsOfOrganizations },
  ],
  exports: [Branding, VisitorBranding, DefaultsOfCompanies],
})
export class PlatformSettingsModule {}
