import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { ApiError } from '../http/api-error';
import { accessOf } from './access';
import { Principal } from './caller';
import { KeyVerifier, SessionVerifier } from './ports';

const keyShape = /^flw_/;

/** First of the three guards: who is calling? */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly keys: KeyVerifier,
    private readonly sessions: SessionVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getHandler());
    if (!access)
      throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no access`);
    if (access.caller === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = await this.verify(bearerToken(request), request);
    request.caller = {
      principal,
      tenancy: { organizationId: principal.organizationId, livemode: principal.livemode },
    };
    return true;
  }

  private verify(token: string, request: Request): Promise<Principal> {
    if (keyShape.test(token)) return this.keys.verify(token);
    return this.sessions.verify(token, request.header('x-flowie-organization-id')?.trim() || undefined);
  }
}

function bearerToken(request: Request): string {
  const header = request.headers.authorization?.trim();
  if (!header) throw new ApiError('MISSING_AUTH');
  const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (!token)
    throw new ApiError('INVALID_TOKEN', {
      message: 'The header must read "Authorization: Bearer <key or token>".',
    });
  return token;
}
