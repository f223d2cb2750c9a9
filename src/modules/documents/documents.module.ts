import { Global, Module } from '@nestjs/common';
import { EchoWriter } from '../../network/echo-writer.port';
import { NetworkListener } from '../../network/network-gateway.port';
import { CompaniesModule } from '../companies';
import { DocumentEvents } from './document-events';
import { DocumentsController } from './documents.controller';
import { DocumentsRepository } from './documents.repository';
import { DocumentsService } from './documents.service';
import { EchoService } from './echo.service';
import { EvidenceRepository } from './evidence.repository';
import { Follow } from './follow';
import { ProgressRepository } from './progress.repository';
import { ProgressService } from './progress.service';
import { ReceiveService } from './receive.service';
import { ReportableDocuments } from './reportable-documents';
import { SendService } from './send.service';
import { Transmit } from './transmit';

/** Global for the two ports that the network calls: it knows no module to import them from. */
@Global()
@Module({
  imports: [CompaniesModule],
  controllers: [DocumentsController],
  providers: [
    DocumentEvents,
    DocumentsRepository,
    DocumentsService,
    EvidenceRepository,
    Follow,
    ProgressRepository,
    ProgressService,
    ReportableDocuments,
    SendService,
    Transmit,
    { provide: NetworkListener, useClass: ReceiveService },
    { provide: EchoWriter, useClass: EchoService },
  ],
  exports: [DocumentsService, NetworkListener, EchoWriter],
  exports: [NetworkListener, EchoWriter, DocumentEvents, DocumentsService, ReportableDocuments],
})
export class DocumentsModule {}
