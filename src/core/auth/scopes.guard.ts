import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { ApiError } from '../http/api-error';
import { Access, accessOf } from './access';
import { Principal } from './caller';
import { checkRole, roleForVerb } from './role-rule';

/** After the rate limit: may this key, or this user in their role, do that? */
@Injectable()
export class ScopesGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const access = accessOf(context.getHandler());
    const { caller, method } = context.switchToHttp().getRequest<Request>();
    if (!access || !caller) return true;
    checkCallerKind(access, caller.principal);
    checkScopes(access, caller.principal);
    checkRole(caller.principal, access.role ?? roleForVerb(method));
    return true;
  }
}

function checkCallerKind(access: Access, { kind, keyType }: Principal): void {
  if (access.caller === 'dashboard' && kind !== 'user') {
    throw new ApiError('INSUFFICIENT_SCOPE', {
      message: 'This needs a dashboard token (POST /exchange/v1/auth/login), not an API key.',
    });
  }
  if (access.caller === 'platform' && keyType !== 'platform' && keyType !== 'white_label') {
    throw new ApiError('INSUFFICIENT_SCOPE', {
      message: 'This needs a platform key (flw_plat_… or flw_wl_…).',
    });
  }
}

function checkScopes(access: Access, { scopes }: Principal): void {
  if (
    access.scopes.length === 0 ||
    scopes.includes('*') ||
    access.scopes.some((scope) => scopes.includes(scope))
  )
    return;
  const needed = access.scopes.join(' or ');
  throw new ApiError('INSUFFICIENT_SCOPE', {
    message: `This key lacks the scope that this needs: ${needed}.`,
  });
}
