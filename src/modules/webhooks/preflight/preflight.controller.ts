import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { ScorecardOutput } from '../scorecard.output';
import { PreflightService } from './preflight.service';

@ApiTags('Webhooks')
@Controller('exchange/v1/webhooks/:id/test')
export class PreflightController {
  constructor(private readonly preflight: PreflightService) {}

  @Post()
  @Endpoint({
    access: memberAccess('webhooks'),
    summary: 'Test a webhook',
    description:
      'Sends four `webhook.test` events at once: a valid one, one whose body was changed after signing, one with an old signature, and the ' +
      'first one again. The scorecard says which of them the endpoint took, how fast, and what to mend; it is kept on the webhook. ' +
      'No event is stored, no attempt counted. Ten tests a minute.',
    answer: ScorecardOutput,
    errors: ['WEBHOOK_NOT_FOUND', 'RATE_LIMITED'],
  })
  test(@CurrentCaller() { tenancy }: Caller, @Param('id') id: string): Promise<ScorecardOutput> {
    return this.preflight.test(tenancy, id);
  }
}
