import { Body, Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { LegalHoldInput } from './retention.inputs';
import { LegalHoldOutput } from './retention.outputs';
import { RetentionService } from './retention.service';

@ApiTags('Companies')
@Controller('exchange/v1/companies/:id/legal-hold')
export class CompanyHoldsController {
  constructor(
    private readonly retention: RetentionService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Put()
  @Endpoint({
    access: memberAccess(),
    summary: 'Hold all documents of a company',
    description:
      'No purge removes any of them until the hold is lifted, not even after the company was deregistered. A repeat replaces the reason.',
    answer: LegalHoldOutput,
    errors: ['MISSING_FIELD'],
    idempotent: true,
  })
  hold(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() { reason }: LegalHoldInput,
  ): Promise<LegalHoldOutput> {
    return this.idempotency.run(request, 200, (tx) => this.retention.holdCompany(tx, tenancy, id, reason));
  }

  @Delete()
  @Endpoint({
    access: memberAccess(),
    summary: 'Lift the hold of a company',
    description: 'Succeeds when there is none, too. Holds of single documents stay.',
    status: 204,
    idempotent: true,
  })
  release(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<void> {
    return this.idempotency.run(request, 204, (tx) => this.retention.releaseCompany(tx, tenancy, id));
  }
}
