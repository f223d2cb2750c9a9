import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { companyAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { Page, PageQuery } from '../../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../../core/idempotency/idempotency.service';
import { DocumentOutput } from '../document.outputs';
import { DocumentsService } from '../documents.service';
import { TimelineEntryOutput, TimelinePageOutput } from '../timeline/timeline.outputs';
import { LifecycleInput } from './lifecycle.inputs';
import { LifecycleService } from './lifecycle.service';

@ApiTags('Documents')
@Controller('exchange/v1/documents/:id')
export class LifecycleController {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly documents: DocumentsService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post('lifecycle')
  @Endpoint({
    access: companyAccess('lifecycle'),
    summary: 'Say what becomes of a document',
    description:
      'As its buyer for a received document, as its seller for a sent one. The other side is told through the network, and its document ' +
      'moves too: `lifecycle.updated` fires on both. A status that the document has already changes nothing. A step that cannot follow is ' +
      'refused, with the `allowed` ones in the error.',
    answer: DocumentOutput,
    errors: [
      'MISSING_FIELD',
      'INVALID_ENUM',
      'INVALID_CURRENCY',
      'INVALID_DATE',
      'DOCUMENT_NOT_FOUND',
      'INVALID_TRANSITION',
    ],
    idempotent: true,
  })
  set(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: LifecycleInput,
  ): Promise<DocumentOutput> {
    return this.idempotency.run(request, 200, (tx) => this.lifecycle.set(tx, caller, id, input));
  }

  @Get('timeline')
  @Endpoint({
    access: companyAccess('documents.read'),
    summary: 'Read the story of a document',
    description: 'Every change of its state and the evidence for it, oldest first.',
    answer: TimelinePageOutput,
    errors: ['DOCUMENT_NOT_FOUND', 'INVALID_CURSOR'],
  })
  timeline(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<Page<TimelineEntryOutput>> {
    return this.documents.timeline(caller, id, query);
  }
}
