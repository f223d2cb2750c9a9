import { Module } from '@nestjs/common';
import { CompaniesModule } from '../companies';
import { DocumentsModule } from '../documents';
import { CompanyHoldsController } from './company-holds.controller';
import { DocumentRetentionController } from './document-retention.controller';
import { LegalHoldsRepository } from './legal-holds.repository';
import { RetentionService } from './retention.service';

/** Tells how long documents must be kept. What removes them afterwards is a command, never the server. */
@Module({
  imports: [CompaniesModule, DocumentsModule],
  controllers: [DocumentRetentionController, CompanyHoldsController],
  providers: [LegalHoldsRepository, RetentionService],
})
export class RetentionModule {}
