import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Brand, Branding } from '../../core/branding/branding.port';
import { CompanyDefaults, DefaultsOfCompanies } from '../../core/companies/company-defaults.port';
import { PlatformSettingsRepository } from './platform-settings.repository';

/** What others may know of the settings without importing this module. */
@Injectable()
export class BrandingOfOrganizations extends Branding {
  constructor(private readonly repository: PlatformSettingsRepository) {
    super();
  }

  async of(db: EntityManager, organizationId: string): Promise<Brand> {
    const { displayName, supportEmail, primaryColor, logo } = await this.repository.find(organizationId, db);
    return { displayName, supportEmail, primaryColor, logo };
  }

  picture(db: EntityManager, organizationId: string): Promise<Buffer | undefined> {
    return this.repository.findPicture(organizationId, db);
  }
}

@Injectable()
export class DefaultsOfOrganizations extends DefaultsOfCompanies {
  constructor(private readonly repository: PlatformSettingsRepository) {
    super();
  }

  async of(db: EntityManager, organizationId: string): Promise<CompanyDefaults> {
    const { preferredFormat, autoCompliance } = await this.repository.find(organizationId, db);
    return { preferredFormat, autoCompliance };
  }
}
