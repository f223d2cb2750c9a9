import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { UpdatePlatformSettingsInput } from './platform-settings.inputs';
import { PlatformSettingsOutput } from './platform-settings.outputs';
import { PlatformSettingsService } from './platform-settings.service';

const oneForBoth =
  'Settings belong to the organization: a test key and a live key read and change the same ones.';

@ApiTags('Platform')
@Controller('exchange/v1/platform/settings')
export class PlatformSettingsController {
  constructor(
    private readonly settings: PlatformSettingsService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Endpoint({
    access: platformAccess,
    summary: 'Get the settings of the platform',
    description: oneForBoth,
    answer: PlatformSettingsOutput,
  })
  show(@CurrentCaller() { tenancy }: Caller): Promise<PlatformSettingsOutput> {
    return this.settings.show(tenancy);
  }

  @Patch()
  @Endpoint({
    access: platformAccess,
    summary: 'Change the settings of the platform',
    description:
      'What the body leaves out stays as it is, null clears, objects merge. `branding` and `customDomain` need a white-label key or an ' +
      `organization with that entitlement; \`defaults\` need neither. Of a request that is refused nothing is changed. ${oneForBoth}`,
    answer: PlatformSettingsOutput,
    errors: ['INVALID_ENUM', 'ENTITLEMENT_REQUIRED', 'LOGO_UNUSABLE'],
    idempotent: true,
  })
  update(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: UpdatePlatformSettingsInput,
  ): Promise<PlatformSettingsOutput> {
    return this.idempotency.runPrepared(
      request,
      200,
      () => this.settings.prepare(caller, input),
      (tx, change) => this.settings.update(tx, caller.tenancy, change),
    );
  }
}
