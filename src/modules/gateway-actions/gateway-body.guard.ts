import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { invalidRequest, payloadTooLarge } from './gateway-errors';
import { isDeeperThan } from './json-schema';

const maximumBytes = 1_048_576;
/** Twice what a schema may have. What reads bodies recursively, as the validation pipe does, must never run out of stack. */
const maximumDepth = 64;

/** Bounds what the gateway looks at; a guard, because it must come before the validation pipe. */
@Injectable()
export class GatewayBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if ((request.rawBody?.length ?? 0) > maximumBytes) throw payloadTooLarge();
    if (isDeeperThan(request.body, maximumDepth)) {
      const message = `must not be nested deeper than ${maximumDepth} levels`;
      throw invalidRequest([{ field: 'body', rule: 'depth', message }]);
    }
    return true;
  }
}
