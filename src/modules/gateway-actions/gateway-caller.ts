import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { Request } from 'express';

/** Who sent a request to the gateway: an API token, for its organization. */
export interface GatewayCaller {
  apiTokenId: string;
  organizationId: string;
  name: string;
  tokenPrefix: string;
}

declare module 'express-serve-static-core' {
  interface Request {
    gatewayCaller?: GatewayCaller;
  }
}

/** The caller of a route that GatewayAuthGuard guards. */
export const CurrentGatewayCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): GatewayCaller => {
    const { gatewayCaller } = context.switchToHttp().getRequest<Request>();
    if (!gatewayCaller) throw new Error('an unguarded gateway route asked for its caller');
    return gatewayCaller;
  },
);
