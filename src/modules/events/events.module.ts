import { Module } from '@nestjs/common';
import { EventsController } from './events.controller';
import { EventsRepository } from './events.repository';
import { EventsService } from './events.service';
import { PlatformEventsController } from './platform-events.controller';

@Module({
  controllers: [EventsController, PlatformEventsController],
  providers: [EventsRepository, EventsService],
})
export class EventsModule {}
