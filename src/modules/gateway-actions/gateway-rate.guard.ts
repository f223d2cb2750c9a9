import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request, Response } from 'express';
import { Settings } from '../../core/config/settings';
import { RateLimiter } from '../../core/http/rate-limiter';

const windowSeconds = 3_600;

/** Counts the requests of a tenant, over all its API tokens and all processes; after GatewayAuthGuard, which says whose it is. */
@Injectable()
export class GatewayRateGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { gatewayCaller } = http.getRequest<Request>();
    if (!gatewayCaller)
      throw new Error('the rate guard must come after the one that says whose request it is');
    const maximum = this.settings.GATEWAY_REQUESTS_PER_HOUR;
    const limit = { name: 'gateway', maximum, windowSeconds };
    await this.limiter.hitVisibly(limit, gatewayCaller.organizationId, http.getResponse<Response>());
    return true;
  }
}
