import { isUtf8 } from 'node:buffer';
import { NextFunction, Request, RequestHandler, Response, raw } from 'express';
import { ApiError } from './api-error';

declare module 'express-serve-static-core' {
  interface Request {
    /** The body's bytes as they came; what an idempotency fingerprint is made of. */
    rawBody?: Buffer;
  }
}

/** Media types that never hold JSON: a body that says so and does not parse is refused as such. */
const foreignMediaTypes =
  /^(multipart\/|text\/(xml|html|csv)|application\/(xml|pdf|octet-stream|zip))|\+xml/i;

/** Reads a JSON body whatever its Content-Type says: `curl -d` sends a form's, and means JSON. */
export function jsonBody(limitBytes: number): RequestHandler[] {
  return [raw({ type: () => true, limit: limitBytes }), parse];
}

function parse(request: Request, _response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
    request.rawBody = Buffer.alloc(0);
    request.body = undefined;
    return next();
  }
  request.rawBody = bytes;
  if (!isUtf8(bytes)) {
    return next(new ApiError('INVALID_REQUEST', { message: 'The body is not valid UTF-8.' }));
  }
  try {
    request.body = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')) as unknown;
    next();
  } catch (error) {
    const mediaType = request.headers['content-type'] ?? '';
    next(foreignMediaTypes.test(mediaType) ? unsupported(mediaType) : malformed(error as SyntaxError));
  }
}

function malformed(error: SyntaxError): ApiError {
  const where = /position (\d+)/.exec(error.message)?.[1];
  return new ApiError('INVALID_REQUEST', {
    message: `The body is not valid JSON${where ? ` (at character ${where})` : ''}.`,
  });
}

function unsupported(mediaType: string): ApiError {
  return new ApiError('UNSUPPORTED_MEDIA_TYPE', {
    message: `Send the body as JSON; ${mediaType} is not accepted here.`,
  });
}
