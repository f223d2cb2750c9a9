import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { companyAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { LegalHoldInput } from './retention.inputs';
import { LegalHoldOutput, RetentionOutput } from './retention.outputs';
import { RetentionService } from './retention.service';

@ApiTags('Documents')
@Controller('exchange/v1/documents/:id')
export class DocumentRetentionController {
  constructor(private readonly retention: RetentionService) {}

  @Get('retention')
  @Endpoint({
    access: companyAccess('documents.read'),
    summary: 'Read how long a document must be kept',
    answer: RetentionOutput,
    errors: ['DOCUMENT_NOT_FOUND'],
  })
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<RetentionOutput> {
    return this.retention.ofDocument(caller, id);
  }

  @Put('legal-hold')
  @Endpoint({
    access: companyAccess('documents.write'),
    summary: 'Hold a document',
    description: 'No purge removes it until the hold is lifted. A repeat replaces the reason.',
    answer: LegalHoldOutput,
    errors: ['MISSING_FIELD', 'DOCUMENT_NOT_FOUND'],
    idempotent: true,
  })
  hold(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() { reason }: LegalHoldInput,
  ): Promise<LegalHoldOutput> {
    return this.retention.holdDocument(caller, request, id, reason);
  }

  @Delete('legal-hold')
  @Endpoint({
    access: companyAccess('documents.write'),
    summary: 'Lift the hold of a document',
    description: 'Succeeds when there is none, too.',
    status: 204,
    errors: ['DOCUMENT_NOT_FOUND'],
    idempotent: true,
  })
  release(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<void> {
    return this.retention.releaseDocument(caller, request, id);
  }
}
