import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { EventsQuery } from './event.inputs';
import { EventPageOutput } from './event.outputs';
import { EventsService } from './events.service';

@ApiTags('Platform')
@Controller('exchange/v1/platform/events')
export class PlatformEventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Endpoint({
    access: platformAccess,
    summary: 'List the events of all companies',
    answer: EventPageOutput,
    errors: ['INVALID_CURSOR', 'INVALID_ENUM', 'INVALID_DATE'],
  })
  list(@CurrentCaller() { tenancy }: Caller, @Query() query: EventsQuery): Promise<string> {
    return this.events.list(tenancy, query);
  }
}
