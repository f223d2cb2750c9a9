import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { RowScope } from '../database/row-scope';
import { ApiError } from '../http/api-error';
import { FailedAuthentications } from '../http/rate-failures';
import { Access, accessOf } from './access';
import { Principal } from './caller';
import { KeyVerifier, SessionVerifier } from './ports';

const keyShape = /^flw_/;

/** First of the guards: who is calling? */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly keys: KeyVerifier,
    private readonly sessions: SessionVerifier,
    private readonly failed: FailedAuthentications,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getHandler());
    if (!access)
      throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no access`);
    const request = context.switchToHttp().getRequest<Request>();
    // Public routes have no tenant, and whose a key or token is can only be found among all.
    request.reach = 'system';
    if (access.caller === 'public') return true;
    const principal = await this.verify(request).catch((error: unknown) =>
      this.failed.refuse(error, request),
    );
    request.caller = {
      principal,
      tenancy: { organizationId: principal.organizationId, livemode: principal.livemode },
    };
    request.reach = rowScope(principal, access);
    return true;
  }

  private async verify(request: Request): Promise<Principal> {
    const token = bearerToken(request);
    if (keyShape.test(token)) return this.keys.verify(token);
    return this.sessions.verify(token, request.header('x-flowie-organization-id')?.trim() || undefined);
  }
}

/** What users do on the organization's own routes, they do for both modes, whichever their session is in. */
function rowScope({ kind, organizationId, livemode, companyId }: Principal, { company }: Access): RowScope {
  const isForAll = kind === 'user' && company === 'none';
  return { organizationId, livemode: isForAll ? 'both' : livemode, companyId };
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
