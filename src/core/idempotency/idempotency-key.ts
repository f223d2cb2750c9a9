import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { Request } from 'express';
import { Caller } from '../auth/caller';
import { sha256, sha256Hex } from '../crypto/digests';
import { ApiError } from '../http/api-error';

/** What makes two requests the same one: where it belongs, and what it said. */
export interface IdempotentRequest {
  /** Absent when the client sent no Idempotency-Key: then every request is a new one. */
  scopeId?: string;
  fingerprint: Buffer;
  requestId: string;
  organizationId: string;
  livemode: boolean;
}

/**
 * Scope (contract 4): organization, mode, acting company, method, path and key. Never the API key's id: after a key's rotation a
 * retry must still find its first answer.
 */
export const Idempotent = createParamDecorator(
  (_data: unknown, context: ExecutionContext): IdempotentRequest => {
    const request = context.switchToHttp().getRequest<Request>();
    if (!request.caller) throw new Error('a public route asked for idempotency');
    const key = readKey(request.headers['idempotency-key']);
    return {
      scopeId: key && scopeId(request.caller, request.method, request.path, key),
      fingerprint: sha256(request.rawBody ?? ''),
      requestId: request.requestId,
      organizationId: request.caller.tenancy.organizationId,
      livemode: request.caller.tenancy.livemode,
    };
  },
);

export function scopeId({ tenancy }: Caller, method: string, path: string, key: string): string {
  const { organizationId, livemode, companyId } = tenancy;
  return sha256Hex(JSON.stringify([organizationId, livemode, companyId ?? null, method, path, key]));
}

/** 1 to 255 visible ASCII characters, bare or as a quoted string of RFC 9651. */
export function readKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = String(header).trim();
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/
    .exec(text)?.[1]
    ?.replace(/\\(["\\])/g, '$1');
  const key = quoted ?? text;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new ApiError('INVALID_REQUEST', {
    message: 'The Idempotency-Key must have 1 to 255 visible ASCII characters.',
    details: [
      {
        field: 'Idempotency-Key',
        rule: 'format',
        message: 'use for example the id of your own database row',
      },
    ],
  });
}
