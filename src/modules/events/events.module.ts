import { Module } from '@nestjs/common';
import { EventCatalogue } from '../../core/events/event-catalogue';
import { CatalogueController } from './catalogue.controller';
import { CatalogueService } from './catalogue.service';
import { EventsController } from './events.controller';
import { EventsRepository } from './events.repository';
import { EventsService } from './events.service';
import { PlatformEventsController } from './platform-events.controller';
import { PublishedCatalogue } from './published-catalogue';

@Module({
  controllers: [CatalogueController, EventsController, PlatformEventsController],
  providers: [
    CatalogueService,
    EventsRepository,
    EventsService,
    { provide: EventCatalogue, useClass: PublishedCatalogue },
  ],
})
export class EventsModule {}
