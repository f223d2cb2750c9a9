import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { Settings } from '../../core/config/settings';
import { equalSecrets, sha256 } from '../../core/crypto/digests';
import { ApiError } from '../../core/http/api-error';

/** Who holds NETWORK_INBOUND_TOKEN; without that setting, nobody does. */
@Injectable()
export class InboundTokenGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const { NETWORK_INBOUND_TOKEN: token } = this.settings;
    const given = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!given) throw new ApiError('MISSING_AUTH');
    if (!token || !equalSecrets(sha256(given), sha256(token))) throw new ApiError('INVALID_TOKEN');
    return true;
  }
}
