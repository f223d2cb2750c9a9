import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { accessOf, ownAccountAccess } from '../../core/auth/access';
import { Settings } from '../../core/config/settings';
import { ApiError } from '../../core/http/api-error';

/** For routes about accounts and members of ours: there are none where an external issuer keeps them. */
@Injectable()
export class LocalAccountsGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<Request>();
    const isOwnAccount = accessOf(context.getHandler()) === ownAccountAccess;
    const isKeptElsewhere = isOwnAccount && caller?.principal.sessionId === undefined;
    if (this.settings.LOCAL_ACCOUNTS === 'off' || isKeptElsewhere) throw new ApiError('EXTERNAL_ACCOUNT');
    return true;
  }
}
