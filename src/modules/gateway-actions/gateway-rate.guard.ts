import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request, Response } from 'express';
import { Settings } from '../../core/config/settings';
import { RateLimiter } from '../../core/http/rate-limiter';
import { rateLimited } from './gateway-errors';

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
    const { count, resetSeconds } = await this.limiter.count(
      { name: 'gateway', maximum, windowSeconds },
      gatewayCaller.organizationId,
    );
    const response = http.getResponse<Response>();
    response.setHeader('RateLimit-Limit', String(maximum));
    response.setHeader('RateLimit-Remaining', String(Math.max(0, maximum - count)));
    response.setHeader('RateLimit-Reset', String(resetSeconds));
    if (count > maximum) throw rateLimited(resetSeconds);
    return true;
  }
}
