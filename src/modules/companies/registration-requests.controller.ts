import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { RegisterAgainInput } from './company.inputs';
import { CompanyOutput, MigrationOutput } from './company.outputs';
import { RegistrationRequests } from './registration-requests.service';

@ApiTags('Companies')
@Controller('exchange/v1/companies/:id')
export class RegistrationRequestsController {
  constructor(
    private readonly requests: RegistrationRequests,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post('registration')
  @Endpoint({
    access: memberAccess(),
    summary: 'Try the registration of a company again',
    description:
      'After it has failed: `smp` of the company says why. For a company that another provider has registered, give the migration key ' +
      'which that provider hands out. `company.smp_registered` follows; documents that are still queued leave then.',
    status: 202,
    answer: CompanyOutput,
    errors: ['INVALID_TRANSITION'],
    idempotent: true,
  })
  retry(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
    @Body() { migrationKey }: RegisterAgainInput,
  ): Promise<CompanyOutput> {
    return this.idempotency.run(request, 202, (tx) => this.requests.retry(tx, tenancy, id, migrationKey));
  }

  @Post('migration')
  @Endpoint({
    access: memberAccess(),
    summary: 'Let a company move to another provider',
    description:
      'Gives the migration key that the other provider needs. Asking again is safe. The company stays registered until that provider has ' +
      'taken it over.',
    answer: MigrationOutput,
    errors: ['INVALID_TRANSITION', 'UPSTREAM_UNAVAILABLE'],
  })
  release(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<MigrationOutput> {
    return this.requests.release(tenancy, id);
  }
}
