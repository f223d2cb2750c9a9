import { applyDecorators, HttpCode, Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { Access, SetAccess } from '../auth/access';
import { ErrorCode, errorCodes } from './error-codes';
import { ErrorOutput } from './error.output';

interface EndpointOptions {
  access: Access;
  summary: string;
  description?: string;
  status?: number;
  answer?: Type<unknown>;
  /** For answers that are not JSON. */
  mediaType?: string;
  /** Answers in other shapes than JSON, beside `answer` or instead of it: their media types, each with an example. */
  otherMediaTypes?: Record<string, string>;
  /** Codes beyond those that every route of its access can give. */
  errors?: ErrorCode[];
  /** Takes an Idempotency-Key. */
  idempotent?: boolean;
}

/**
 * The one decorator of a route, beside its verb: who may call it, and all that Swagger shows of it. Enforcement and
 * documentation read the same words.
 */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { access, summary, description, status = 200 } = options;
  return applyDecorators(
    SetAccess(access),
    HttpCode(status),
    ApiOperation({ summary, description, ...(access.caller === 'public' && { security: [] }) }),
    ...(options.answer ? [ApiExtraModels(options.answer)] : []),
    ApiResponse(success(options, status)),
    ...errorAnswers([...commonErrors(options), ...(options.errors ?? [])]),
    ...headers(options),
    ...(access.caller === 'public'
      ? []
      : [ApiBearerAuth(access.caller === 'dashboard' ? 'dashboardToken' : 'apiKey')]),
    ...(access.scopes.length > 0 ? [ApiExtension('x-scopes', access.scopes)] : []),
  );
}

const requestId = {
  'X-Request-Id': { description: 'Id of this request, for support.', schema: { type: 'string' as const } },
};
const count = (description: string, example: number) => ({
  description,
  schema: { type: 'integer' as const, minimum: 0, example },
});
const rateHeaders = {
  'RateLimit-Limit': count('Requests that you may make each minute.', 6_000),
  'RateLimit-Remaining': count('How many of them are left.', 5_999),
  'RateLimit-Reset': count('Seconds until the minute ends, or until you may come again.', 42),
};

function success({ access, answer, mediaType, otherMediaTypes }: EndpointOptions, status: number) {
  const headers = { ...requestId, ...(!access.unlimited && rateHeaders) };
  if (mediaType) {
    return {
      status,
      description: 'Done.',
      headers,
      content: { [mediaType]: { schema: { type: 'string' as const } } },
    };
  }
  if (otherMediaTypes) {
    const content: Record<string, object> = answer
      ? { 'application/json': { schema: { $ref: getSchemaPath(answer) } } }
      : {};
    for (const [type, example] of Object.entries(otherMediaTypes))
      content[type] = { schema: { type: 'string' as const }, example };
    return { status, description: 'Done.', headers, content };
  }
  return {
    status,
    description: status === 204 ? 'Done; no body.' : 'Done.',
    type: answer,
    headers,
  };
}

function commonErrors({ access, idempotent }: EndpointOptions): ErrorCode[] {
  const codes: ErrorCode[] = ['INVALID_REQUEST', 'INTERNAL_ERROR'];
  if (!access.unlimited) codes.push('RATE_LIMITED');
  if (access.caller !== 'public') {
    codes.push('MISSING_AUTH', 'INVALID_TOKEN', 'EXPIRED_TOKEN', 'REVOKED_KEY', 'INSUFFICIENT_SCOPE');
  }
  if (access.caller === 'dashboard') codes.push('ORGANIZATION_FORBIDDEN');
  if (access.company === 'required') codes.push('COMPANY_REQUIRED');
  if (access.company !== 'none') codes.push('COMPANY_MISMATCH', 'COMPANY_NOT_FOUND');
  if (idempotent) codes.push('IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED', 'PAYLOAD_TOO_LARGE');
  return codes;
}

function errorAnswers(codes: ErrorCode[]): MethodDecorator[] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = errorCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, list]) =>
    ApiResponse({
      status,
      description: list.map((code) => `\`${code}\`: ${errorCodes[code].message}`).join('\n\n'),
      type: ErrorOutput,
      examples: Object.fromEntries(list.map((code) => [code, { summary: code, value: exampleOf(code) }])),
    }),
  );
}

function exampleOf(code: ErrorCode) {
  const { type, message } = errorCodes[code];
  const docUrl = `https://exchange.example.com/docs/errors#${code}`;
  return { error: { type, code, message, requestId: 'req_01HY3AB9C2DE3FG4HJ5KMNPQRS', docUrl } };
}

function headers({ access, idempotent }: EndpointOptions): MethodDecorator[] {
  const decorators: MethodDecorator[] = [];
  if (access.company !== 'none') {
    const description = 'The managed company that a platform key acts for.';
    decorators.push(
      ApiHeader({
        name: 'X-Flowie-Company',
        description,
        required: false,
        example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
      }),
    );
  }
  if (idempotent) {
    const description =
      'Makes a retry safe: the same key within 24 hours gives the same answer and no second effect.';
    decorators.push(
      ApiHeader({ name: 'Idempotency-Key', description, required: false, example: 't_acme-inv-001' }),
    );
  }
  return decorators;
}
