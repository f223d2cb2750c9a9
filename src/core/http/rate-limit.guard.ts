import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request, Response } from 'express';
import { accessOf } from '../auth/access';
import { Settings } from '../config/settings';
import { rateAddress } from './rate-address';
import { RateLimiter } from './rate-limiter';

const windowSeconds = 60;

/** Right after it is known who calls: so many requests a minute each key or user, and on public routes each address. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getHandler());
    if (!access || access.unlimited) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const [limit, subject] = this.limitOf(request);
    if (limit.maximum > 0) await this.limiter.hitVisibly(limit, subject, http.getResponse<Response>());
    return true;
  }

  private limitOf({ caller, ip }: Request) {
    const { RATE_LIMIT_PER_MINUTE, RATE_LIMIT_PUBLIC_PER_MINUTE } = this.settings;
    if (caller)
      return [{ name: 'key', maximum: RATE_LIMIT_PER_MINUTE, windowSeconds }, caller.principal.id] as const;
    const limit = { name: 'public', maximum: RATE_LIMIT_PUBLIC_PER_MINUTE, windowSeconds };
    return [limit, rateAddress(ip)] as const;
  }
}
