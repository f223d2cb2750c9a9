import { Global, Module } from '@nestjs/common';
import { TaxAuthorityListener } from '../../network/tax-authority.port';
import { CompaniesModule } from '../companies';
import { DocumentsModule } from '../documents';
import { ComplianceMetrics } from './compliance-metrics';
import { ComplianceController } from './compliance.controller';
import { ComplianceRepository } from './compliance.repository';
import { ComplianceService } from './compliance.service';
import { ComplianceSource } from './compliance-source';
import { EvidenceRepository } from './evidence.repository';
import { ReportFiles } from './report-files';
import { ReportTrigger } from './report-trigger';
import { Settlement } from './settlement';
import { Submission } from './submission';

/** Reports to tax authorities. Global for the port that the network calls: it knows no module to import it from. */
@Global()
@Module({
  imports: [CompaniesModule, DocumentsModule],
  controllers: [ComplianceController],
  providers: [
    ComplianceMetrics,
    ComplianceRepository,
    ComplianceService,
    ComplianceSource,
    EvidenceRepository,
    ReportFiles,
    ReportTrigger,
    Settlement,
    Submission,
    { provide: TaxAuthorityListener, useExisting: Settlement },
  ],
  exports: [TaxAuthorityListener],
})
export class ComplianceModule {}
