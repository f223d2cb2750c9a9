import { Body, Controller, Get, Param, Patch, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Response } from 'express';
import { companyAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page } from '../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { DocumentsQuery, SendInput, UpdateDocumentInput } from './document.inputs';
import { DocumentOutput, DocumentPageOutput } from './document.outputs';
import { DocumentsService } from './documents.service';
import { Invoice } from './formats/invoice';
import { SendService } from './send.service';
import { StructuredDocumentOutput } from './structured.output';
import { UpdateService } from './update.service';

const readers = companyAccess('documents.read');

@ApiTags('Documents')
@Controller('exchange/v1/documents')
export class DocumentsController {
  constructor(
    private readonly documents: DocumentsService,
    private readonly sending: SendService,
    private readonly updates: UpdateService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post('send')
  @Endpoint({
    access: companyAccess('send'),
    summary: 'Send a document',
    description:
      'Give the document as JSON in `document`, or finished as `xml` with its `format`. It is checked at once, then queued: the events ' +
      '`document.sent`, `document.delivered` and `document.failed` tell what becomes of it. A company that is not registered on the ' +
      'network yet may send already; its documents leave as soon as it is.',
    status: 202,
    answer: DocumentOutput,
    errors: [
      'MISSING_FIELD',
      'INVALID_ENUM',
      'INVALID_PARTICIPANT_ID',
      'INVALID_DATE',
      'INVALID_CURRENCY',
      'INVALID_IBAN',
      'DOCUMENT_INVALID',
      'DUPLICATE_DOCUMENT',
      'INVALID_TRANSITION',
      'QUOTA_EXCEEDED',
    ],
    idempotent: true,
  })
  send(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: SendInput,
  ): Promise<DocumentOutput> {
    return this.idempotency.write(request, 202, () => this.sending.prepare(caller, input));
  }

  @Get()
  @Endpoint({
    access: readers,
    summary: 'List documents',
    description: 'Newest first. Received ones are listed for keys that also hold the scope `receive`.',
    answer: DocumentPageOutput,
    errors: ['INVALID_CURSOR', 'INVALID_ENUM', 'INVALID_DATE', 'INVALID_PARTICIPANT_ID'],
  })
  list(@CurrentCaller() caller: Caller, @Query() query: DocumentsQuery): Promise<Page<DocumentOutput>> {
    return this.documents.list(caller, query);
  }

  @Get(':id')
  @Endpoint({
    access: readers,
    summary: 'Get a document',
    answer: DocumentOutput,
    errors: ['DOCUMENT_NOT_FOUND'],
  })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<DocumentOutput> {
    return this.documents.get(caller, id);
  }

  @Patch(':id')
  @Endpoint({
    access: companyAccess('documents.write'),
    summary: 'Tag, note, archive or assign a document',
    description:
      'What the body leaves out stays as it is; null empties it. `document.updated` tells the changes, if there are any.',
    answer: DocumentOutput,
    errors: ['DOCUMENT_NOT_FOUND'],
    idempotent: true,
  })
  update(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() input: UpdateDocumentInput,
  ): Promise<DocumentOutput> {
    return this.idempotency.run(request, 200, (tx) => this.updates.annotate(tx, caller, id, input));
  }

  @Post(':id/resend')
  @Endpoint({
    access: companyAccess('send'),
    summary: 'Send a failed document again',
    description: 'The same bytes under the same id: worthwhile once the cause of the failure is gone.',
    status: 202,
    answer: DocumentOutput,
    errors: ['DOCUMENT_NOT_FOUND', 'INVALID_TRANSITION', 'DUPLICATE_DOCUMENT', 'QUOTA_EXCEEDED'],
    idempotent: true,
  })
  resend(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<DocumentOutput> {
    return this.idempotency.run(request, 202, (tx) => this.updates.resend(tx, caller, id));
  }

  @Get(':id/structured')
  @Endpoint({
    access: readers,
    summary: 'Read the original as JSON',
    description: 'The model that POST /documents/send takes, read from the exact bytes of the original.',
    answer: StructuredDocumentOutput,
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_INVALID'],
  })
  structured(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<Invoice> {
    return this.documents.structured(caller, id);
  }

  @Get(':id/xml')
  @Endpoint({
    access: readers,
    summary: 'Download the original',
    description:
      'The exact bytes as they were sent or received. `X-Content-SHA256` is their digest in hexadecimal.',
    mediaType: 'application/xml',
    errors: ['DOCUMENT_NOT_FOUND'],
  })
  async xml(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { bytes, digest, mediaType, fileName } = await this.documents.original(caller, id);
    response.setHeader('ETag', `"${digest}"`).setHeader('X-Content-SHA256', digest);
    const disposition = `attachment; filename="${fileName}"`;
    return new StreamableFile(bytes, { type: mediaType, disposition, length: bytes.length });
  }
}
