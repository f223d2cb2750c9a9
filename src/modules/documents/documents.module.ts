import { Global, Module } from '@nestjs/common';
import { EchoWriter } from '../../network/echo-writer.port';
import { NetworkListener } from '../../network/network-gateway.port';
import { CompaniesModule } from '../companies';
import { DocumentEvents } from './document-events';
import { DocumentVersions } from './document-versions';
import { DocumentsController } from './documents.controller';
import { DocumentsRepository } from './documents.repository';
import { DocumentsService } from './documents.service';
import { EchoService } from './echo.service';
import { EvidenceRepository } from './evidence.repository';
import { Follow } from './follow';
import { IncomingMessages } from './lifecycle/incoming-messages';
import { LifecycleController } from './lifecycle/lifecycle.controller';
import { LifecycleMessagesRepository } from './lifecycle/lifecycle-messages.repository';
import { LifecycleRepository } from './lifecycle/lifecycle.repository';
import { LifecycleService } from './lifecycle/lifecycle.service';
import { LifecycleSteps } from './lifecycle/lifecycle-steps';
import { OutgoingMessages } from './lifecycle/outgoing-messages';
import { Respond } from './lifecycle/respond';
import { ProgressRepository } from './progress.repository';
import { ProgressService } from './progress.service';
import { ReceiveService } from './receive.service';
import { PdfRenderer } from './readable/pdf-renderer';
import { ReadableController } from './readable/readable.controller';
import { ReadableService } from './readable/readable.service';
import { ReportableDocuments } from './reportable-documents';
import { SendService } from './send.service';
import { DeliverySource } from './timeline/delivery-source';
import { EvidenceSource } from './timeline/evidence-source';
import { LifecycleSource } from './timeline/lifecycle-source';
import { MessageSource } from './timeline/message-source';
import { Timeline } from './timeline/timeline';
import { Transmit } from './transmit';
import { UpdateService } from './update.service';

/** Global for the two ports that the network calls: it knows no module to import them from. */
@Global()
@Module({
  imports: [CompaniesModule],
  controllers: [DocumentsController, LifecycleController, ReadableController],
  providers: [
    DocumentEvents,
    DocumentVersions,
    DocumentsRepository,
    DocumentsService,
    EvidenceRepository,
    Follow,
    LifecycleRepository,
    LifecycleMessagesRepository,
    LifecycleSteps,
    LifecycleService,
    OutgoingMessages,
    IncomingMessages,
    Respond,
    Timeline,
    DeliverySource,
    EvidenceSource,
    LifecycleSource,
    MessageSource,
    ProgressRepository,
    ProgressService,
    PdfRenderer,
    ReadableService,
    ReportableDocuments,
    SendService,
    UpdateService,
    Transmit,
    { provide: NetworkListener, useClass: ReceiveService },
    { provide: EchoWriter, useClass: EchoService },
  ],
  exports: [NetworkListener, EchoWriter, DocumentEvents, DocumentsService, ReportableDocuments, Timeline],
})
export class DocumentsModule {}
