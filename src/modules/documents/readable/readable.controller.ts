import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { companyAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { ReadableService } from './readable.service';

@ApiTags('Documents')
@Controller('exchange/v1/documents/:id/pdf')
export class ReadableController {
  constructor(private readonly readable: ReadableService) {}

  @Get()
  @Endpoint({
    access: companyAccess('documents.read'),
    summary: 'Download a readable PDF',
    description:
      "Drawn from the original, sent or received, with the organization's logo, colour and address for questions " +
      '(`branding` of PATCH /platform/settings). The original XML stays the legal record; each page names its SHA-256.',
    mediaType: 'application/pdf',
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_INVALID', 'RATE_LIMITED'],
  })
  async pdf(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<StreamableFile> {
    const { bytes, fileName } = await this.readable.pdf(caller, id);
    const disposition = `inline; filename="${fileName}"`;
    return new StreamableFile(bytes, { type: 'application/pdf', disposition, length: bytes.length });
  }
}
