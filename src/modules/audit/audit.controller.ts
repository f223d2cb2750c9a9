import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Request, Response } from 'express';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { exportShapes, sendExport } from './audit-export';
import { AuditQuery } from './audit.inputs';
import { AuditPageOutput } from './audit.outputs';
import { AuditService } from './audit.service';

@ApiTags('Platform')
@Controller('exchange/v1/platform/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Endpoint({
    access: { ...memberAccess(), company: 'none', role: 'developer' },
    summary: 'Read who changed what, when and from where',
    description:
      'Newest first, for a platform key (its own mode, and what both share) or a dashboard token (both modes, and sign-ins). ' +
      'With `Accept: application/x-ndjson` or `text/csv` the whole of it comes as a stream, without pages.',
    answer: AuditPageOutput,
    otherMediaTypes: {
      'application/x-ndjson':
        '{"id":"aud_01HY7AB9C2DE3FG4HJ5KMNPQRS","createdAt":"2026-04-25T10:00:00.000Z","action":"company.created",…}\n',
      'text/csv':
        'id,createdAt,action,…\r\naud_01HY7AB9C2DE3FG4HJ5KMNPQRS,2026-04-25T10:00:00.000Z,company.created,…\r\n',
    },
    errors: ['INSUFFICIENT_SCOPE', 'INVALID_CURSOR', 'INVALID_DATE'],
  })
  async list(
    @CurrentCaller() { principal }: Caller,
    @Query() query: AuditQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.vary('Accept');
    const mediaType = request.accepts(['application/json', ...Object.keys(exportShapes)]);
    if (mediaType && mediaType in exportShapes)
      return sendExport(response, mediaType, this.audit.export(principal, query));
    response.json(await this.audit.list(principal, query));
  }
}
