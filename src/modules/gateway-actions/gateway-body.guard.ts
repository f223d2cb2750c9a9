import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { Settings } from '../../core/config/settings';
import { GatewayError, invalidRequest, payloadTooLarge } from './gateway-errors';
import { isDeeperThan } from './schemas/schema-size';

/** Twice what a schema may have. What reads bodies recursively, as the validation pipe does, must never run out of stack. */
const maximumDepth = 64;
/** Nest's validation drops such members without a word; better to say so than to keep half a schema. */
const reservedNames = ['__proto__', 'constructor', 'prototype'];

/** Bounds what the gateway looks at; a guard, because it must come before the validation pipe. */
@Injectable()
export class GatewayBodyGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if ((request.rawBody?.length ?? 0) > this.settings.GATEWAY_BODY_LIMIT_BYTES) throw payloadTooLarge();
    const body: unknown = request.body;
    if (isDeeperThan(body, maximumDepth))
      throw refusal('depth', `must not be nested deeper than ${maximumDepth} levels`);
    const reserved = reservedName(body);
    if (reserved) throw refusal('reserved_name', `must not have a member called ${reserved}`);
    return true;
  }
}

function refusal(rule: string, message: string): GatewayError {
  return invalidRequest([{ field: 'body', rule, message }]);
}

function reservedName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = reservedNames.find((name) => Object.hasOwn(value, name));
  if (own) return own;
  for (const member of Object.values(value)) {
    const found = reservedName(member);
    if (found) return found;
  }
  return undefined;
}
