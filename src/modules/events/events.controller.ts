import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { AcknowledgeInput, EventsQuery } from './event.inputs';
import { AcknowledgementOutput, EventOutput, EventPageOutput } from './event.outputs';
import { EventsService } from './events.service';

/** Whoever may read documents or receive them sees their events too; `events` alone is for keys that do nothing else. */
const readers = memberAccess('events', 'receive', 'documents.read');

@ApiTags('Events')
@Controller('exchange/v1/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Endpoint({
    access: readers,
    summary: 'List events',
    description:
      'Oldest first, unacknowledged ones by default. Keep `nextCursor` and poll from there: no event is ever skipped.',
    answer: EventPageOutput,
    errors: ['INVALID_CURSOR', 'INVALID_ENUM', 'INVALID_DATE'],
  })
  list(@CurrentCaller() { tenancy }: Caller, @Query() query: EventsQuery): Promise<string> {
    return this.events.list(tenancy, query);
  }

  @Get(':id')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Endpoint({ access: readers, summary: 'Get an event', answer: EventOutput, errors: ['NOT_FOUND'] })
  get(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<string> {
    return this.events.get(tenancy, id);
  }

  @Post('ack')
  @Endpoint({
    access: readers,
    summary: 'Acknowledge events',
    description: 'Takes processed events off the default list. Repeating it succeeds.',
    answer: AcknowledgementOutput,
    errors: ['MISSING_FIELD'],
    idempotent: true,
  })
  acknowledge(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() { eventIds }: AcknowledgeInput,
  ): Promise<AcknowledgementOutput> {
    return this.idempotency.run(request, 200, (tx) => this.events.acknowledge(tx, tenancy, eventIds));
  }
}
