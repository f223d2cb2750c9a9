import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Request, Response } from 'express';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { sendStream } from '../../core/http/send-stream';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { answerExample, bodyExample } from './batch.examples';
import { BatchLineInput } from './batch.inputs';
import { readLines } from './batch-lines';
import { BatchService } from './batch.service';

const mediaType = 'application/x-ndjson';

/** OpenAPI has no word yet for the lines of a body. */
const lines = { type: 'string', 'x-line': { $ref: getSchemaPath(BatchLineInput) } };

@ApiTags('Platform')
@Controller('exchange/v1/platform/companies/batch')
export class BatchController {
  constructor(private readonly batch: BatchService) {}

  @Post()
  @ApiExtraModels(BatchLineInput)
  @ApiConsumes(mediaType)
  @ApiBody({
    description:
      'One JSON object a line: the body of POST /platform/companies and, if you like, an `idempotencyKey` of its own (see the schema ' +
      'BatchLineInput). At most 10,000 lines, 64 KiB each, and 10 MiB in all.',
    schema: lines,
    examples: { tenants: { summary: 'Three tenants', value: bodyExample } },
  })
  @Endpoint({
    access: platformAccess,
    summary: 'Onboard many tenants',
    description:
      'Answers one line a tenant, in their order and while the work goes on: `line`, `status`, and the members that POST ' +
      '/platform/companies would have answered with. Every hundred lines `progress`, at the end `summary`: without it the answer was broken ' +
      'off. A wrong line hurts only itself. Send the batch again with the same Idempotency-Key: what is done is answered with `replayed`, ' +
      'the rest is done.',
    otherMediaTypes: { [mediaType]: answerExample },
    errors: ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
    idempotent: true,
  })
  async onboard(
    @CurrentCaller() caller: Caller,
    @Idempotent() batch: IdempotentRequest,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await sendStream(response, mediaType, this.batch.run(caller, batch, readLines(request)));
  }
}
