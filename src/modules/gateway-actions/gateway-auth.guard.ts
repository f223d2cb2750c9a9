import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { invalidToken } from './gateway-errors';
import { GatewaySessions } from './gateway-sessions';

/** Lets in who holds a JWT of the token exchange. The service's own guards know nothing of these and let the route pass. */
@Injectable()
export class GatewayAuthGuard implements CanActivate {
  constructor(private readonly sessions: GatewaySessions) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization?.trim() ?? '')?.[1];
    if (!token) throw invalidToken();
    const caller = await this.sessions.verify(token);
    request.gatewayCaller = caller;
    request.reach = { organizationId: caller.organizationId };
    request.actor = {
      kind: 'token',
      id: caller.apiTokenId,
      name: caller.name,
      keyPrefix: caller.tokenPrefix,
    };
    return true;
  }
}
