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

/** No body of ours is as deep; the tools that walk it next would overflow the stack on a deeper one. */
const maximumDepth = 100;

/** Reads a JSON body whatever its Content-Type says: `curl -d` sends a form's, and means JSON. */
export function jsonBody(limitBytes: number): RequestHandler[] {
  return [raw({ type: () => true, limit: limitBytes }), parse];
}

/** For paths whose bodies are not JSON: their handlers read `rawBody` themselves. Goes before `jsonBody`. */
export function rawBody(limitBytes: number): RequestHandler[] {
  return [raw({ type: () => true, limit: limitBytes }), keepRaw];
}

function keepRaw(request: Request, _response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  request.rawBody = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
  next();
}

function parse(request: Request, _response: Response, next: NextFunction): void {
  if (request.rawBody) return next();
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
    request.rawBody = Buffer.alloc(0);
    request.body = undefined;
    return next();
  }
  request.rawBody = bytes;
  try {
    request.body = readJson(bytes);
    next();
  } catch (error) {
    const mediaType = request.headers['content-type'] ?? '';
    const isForeign = error instanceof MalformedJson && foreignMediaTypes.test(mediaType);
    next(isForeign ? unsupported(mediaType) : error);
  }
}

class MalformedJson extends ApiError {}

/** Throws INVALID_REQUEST for what is not UTF-8, not JSON, or nested too deep. */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new ApiError('INVALID_REQUEST', { message: 'The body is not valid UTF-8.' });
  const value = parseText(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  if (isNestedDeeper(value, maximumDepth)) throw tooDeep();
  return value;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw malformed(error as SyntaxError);
  }
}

function isNestedDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isNestedDeeper(member, depth - 1));
}

function tooDeep(): ApiError {
  return new ApiError('INVALID_REQUEST', {
    message: `The body is nested deeper than ${maximumDepth} levels.`,
  });
}

function malformed(error: SyntaxError): MalformedJson {
  const where = /position (\d+)/.exec(error.message)?.[1];
  return new MalformedJson('INVALID_REQUEST', {
    message: `The body is not valid JSON${where ? ` (at character ${where})` : ''}.`,
  });
}

function unsupported(mediaType: string): ApiError {
  return new ApiError('UNSUPPORTED_MEDIA_TYPE', {
    message: `Send the body as JSON; ${mediaType} is not accepted here.`,
  });
}
