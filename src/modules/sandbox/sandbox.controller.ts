import { Body, Controller, Ip, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Response } from 'express';
import { publicAccess } from '../../core/auth/access';
import { Settings } from '../../core/config/settings';
import { ApiError } from '../../core/http/api-error';
import { Endpoint } from '../../core/http/endpoint';
import { rateAddress } from '../../core/http/rate-address';
import { RateLimiter } from '../../core/http/rate-limiter';
import { BootstrapInput } from './sandbox.inputs';
import { BootstrappedOutput } from './sandbox.outputs';
import { SandboxService } from './sandbox.service';

const windowSeconds = 3_600;

@ApiTags('Sandbox')
@Controller('exchange/v1/sandbox')
export class SandboxController {
  constructor(
    private readonly sandboxes: SandboxService,
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
  ) {}

  @Post('bootstrap')
  @Endpoint({
    access: publicAccess,
    summary: 'Get a sandbox of your own',
    description:
      'Without an account: an organization, a company that is registered in the test network, and a key with all scopes, which is ' +
      'shown this once. After seven days the key ends and the company is deregistered. An address gets 120 an hour, each time a new ' +
      'one: `Idempotency-Key` is not taken. Where the service has no sandbox, there is nothing here (404).',
    status: 201,
    answer: BootstrappedOutput,
    errors: ['INVALID_ENUM', 'INVALID_VAT_FORMAT', 'NOT_FOUND', 'RATE_LIMITED'],
  })
  async bootstrap(
    @Body() input: BootstrapInput,
    @Ip() clientAddress: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BootstrappedOutput> {
    if (!this.sandboxes.offered)
      throw new ApiError('NOT_FOUND', { message: 'This service offers no sandboxes.' });
    const maximum = this.settings.SANDBOX_BOOTSTRAPS_PER_HOUR;
    const limit = { name: 'bootstrap', maximum, windowSeconds };
    await this.limiter.hitVisibly(limit, rateAddress(clientAddress), response);
    return this.sandboxes.bootstrap(input);
  }
}
