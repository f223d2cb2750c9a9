import { NextFunction, Request, Response } from 'express';
import { newIdentifier } from '../crypto/identifiers';
import { ApiError } from './api-error';

declare module 'express-serve-static-core' {
  interface Request {
    requestId: string;
  }
}

/** Gives every request its id, before anything can fail, so that each answer carries X-Request-Id. */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  request.requestId = newIdentifier('req');
  response.setHeader('X-Request-Id', request.requestId);
  // Nothing is called that, and PostgreSQL would refuse to look.
  next(/%00/.test(request.path) ? new ApiError('NOT_FOUND') : undefined);
}
