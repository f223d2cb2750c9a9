import { Body, Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../../core/idempotency/idempotency.service';
import { CompanyQuotaInput } from './company-quotas.inputs';
import { CompanyQuotaOutput } from './company-quotas.outputs';
import { CompanyQuotasService } from './company-quotas.service';

@ApiTags('Platform')
@Controller('exchange/v1/platform/companies/:id/quota')
export class CompanyQuotasController {
  constructor(
    private readonly quotas: CompanyQuotasService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Put()
  @Endpoint({
    access: platformAccess,
    summary: 'Limit what a company sends in a month',
    description:
      'Within what your plan allows: of two limits the smaller one counts. It holds within seconds, for what was sent this month before ' +
      'as well. `GET /stats` tells how far the company is.',
    answer: CompanyQuotaOutput,
    errors: ['MISSING_FIELD', 'COMPANY_NOT_FOUND'],
    idempotent: true,
  })
  set(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() { documents, hard = true }: CompanyQuotaInput,
  ): Promise<CompanyQuotaOutput> {
    return this.idempotency.run(request, 200, (tx) => this.quotas.set(tx, tenancy, id, { documents, hard }));
  }

  @Delete()
  @Endpoint({
    access: platformAccess,
    summary: 'Lift the limit of a company',
    description: 'Succeeds when there is none, too. What your plan allows stays as it is.',
    status: 204,
    errors: ['COMPANY_NOT_FOUND'],
    idempotent: true,
  })
  lift(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<void> {
    return this.idempotency.run(request, 204, (tx) => this.quotas.remove(tx, tenancy, id));
  }
}
