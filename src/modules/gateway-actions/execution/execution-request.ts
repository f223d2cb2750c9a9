import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { Request } from 'express';
import { sha256 } from '../../../core/crypto/digests';
import { readKey } from '../../../core/idempotency/idempotency-key';

/** What makes two requests for an execution the same one. */
export interface ExecutionRequest {
  idempotencyKey?: string;
  fingerprint: Buffer;
}

export const CurrentExecutionRequest = createParamDecorator(
  (_data: unknown, context: ExecutionContext): ExecutionRequest => {
    const request = context.switchToHttp().getRequest<Request>();
    return {
      idempotencyKey: readKey(request.headers['idempotency-key']),
      fingerprint: sha256(request.rawBody ?? ''),
    };
  },
);
