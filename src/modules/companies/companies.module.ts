import { Global, Module } from '@nestjs/common';
import { CompanyAccess } from '../../core/auth/ports';
import { CompaniesController } from './companies.controller';
import { CompaniesRepository } from './companies.repository';
import { CompaniesService } from './companies.service';
import { OwnCompanies } from './own-companies';
import { PlatformCompaniesController } from './platform-companies.controller';
import { Registration } from './registration';
import { Removal } from './removal';

@Global()
@Module({
  controllers: [CompaniesController, PlatformCompaniesController],
  providers: [
    CompaniesRepository,
    CompaniesService,
    Registration,
    Removal,
    { provide: CompanyAccess, useClass: OwnCompanies },
  ],
  exports: [CompaniesService, CompanyAccess],
})
export class CompaniesModule {}
