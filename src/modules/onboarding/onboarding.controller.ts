import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { OnboardInput } from './onboarding.inputs';
import { OnboardedOutput } from './onboarding.outputs';
import { OnboardingService } from './onboarding.service';

@ApiTags('Platform')
@Controller('exchange/v1/platform/companies')
export class OnboardingController {
  constructor(
    private readonly onboarding: OnboardingService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Endpoint({
    access: platformAccess,
    summary: 'Onboard a tenant',
    description:
      'Registers the company, opens its webhook and makes its key, all or nothing. 409 `COMPANY_EXISTS` names the company that is ' +
      'there: treat it as success. The network directory follows: listen for `company.smp_registered`.',
    status: 201,
    answer: OnboardedOutput,
    errors: [
      'MISSING_FIELD',
      'INVALID_VAT_FORMAT',
      'INVALID_PARTICIPANT_ID',
      'INVALID_ENUM',
      'COMPANY_EXISTS',
      'WEBHOOK_URL_BLOCKED',
    ],
    idempotent: true,
  })
  onboard(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: OnboardInput,
  ): Promise<OnboardedOutput> {
    return this.idempotency.run(request, 201, (tx) => this.onboarding.onboard(tx, principal, input));
  }
}
