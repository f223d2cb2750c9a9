import { Global, Module } from '@nestjs/common';
import { CompanyAccess } from '../../core/auth/ports';
import { CompaniesController } from './companies.controller';
import { CompaniesRepository } from './companies.repository';
import { CompaniesService } from './companies.service';
import { CompanySettings } from './company-settings';
import { OwnCompanies } from './own-companies';
import { PlatformCompaniesController } from './platform-companies.controller';
import { DirectoryEntry } from './directory-entry';
import { Registration } from './registration';
import { RegistrationRequestsController } from './registration-requests.controller';
import { RegistrationRequests } from './registration-requests.service';
import { RegistrationsRepository } from './registrations.repository';
import { Removal } from './removal';

@Global()
@Module({
  controllers: [CompaniesController, PlatformCompaniesController, RegistrationRequestsController],
  providers: [
    CompaniesRepository,
    CompaniesService,
    CompanySettings,
    DirectoryEntry,
    Registration,
    RegistrationRequests,
    RegistrationsRepository,
    Removal,
    { provide: CompanyAccess, useClass: OwnCompanies },
  ],
  exports: [CompaniesService, CompanySettings, CompanyAccess],
})
export class CompaniesModule {}
