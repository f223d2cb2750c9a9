import { Controller, Get, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Response } from 'express';
import { companyAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { ReportListOutput, ReportOutput } from './compliance.outputs';
import { ComplianceService } from './compliance.service';

const readers = companyAccess('documents.read');

@ApiTags('Compliance')
@Controller('exchange/v1/documents/:id/compliance')
export class ComplianceController {
  constructor(
    private readonly compliance: ComplianceService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Endpoint({
    access: readers,
    summary: 'List the reports of a document to tax authorities',
    description:
      'Statuses that the law wants to be known are reported by themselves: to PPF for French companies, to SDI for Italian ones. ' +
      'Belgium has no such report.',
    answer: ReportListOutput,
    errors: ['DOCUMENT_NOT_FOUND'],
  })
  async list(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ReportListOutput> {
    return { data: await this.compliance.list(caller, id) };
  }

  @Get(':report/file')
  @Endpoint({
    access: readers,
    summary: 'Download what was reported',
    description:
      'The exact bytes that the authority was given. `X-Content-SHA256` is their digest in hexadecimal.',
    mediaType: 'application/xml',
    errors: ['DOCUMENT_NOT_FOUND', 'REPORT_NOT_FOUND'],
  })
  async file(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('report') report: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes, sha256 } = await this.compliance.file(caller, id, report);
    const digest = sha256.toString('hex');
    response.setHeader('ETag', `"${digest}"`).setHeader('X-Content-SHA256', digest);
    const disposition = `attachment; filename="${name}"`;
    return new StreamableFile(bytes, { type: mediaType, disposition, length: bytes.length });
  }

  @Post(':report/retry')
  @Endpoint({
    access: companyAccess('lifecycle'),
    summary: 'Report again',
    description: 'Of a report that was rejected or failed, once its cause is gone. Its window starts anew.',
    status: 202,
    answer: ReportOutput,
    errors: ['DOCUMENT_NOT_FOUND', 'REPORT_NOT_FOUND', 'INVALID_TRANSITION'],
    idempotent: true,
  })
  retry(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Param('report') report: string,
  ): Promise<ReportOutput> {
    return this.idempotency.run(request, 202, (tx) => this.compliance.retry(tx, caller, id, report));
  }
}
