import { Module } from '@nestjs/common';
import { Request, Response } from 'express';
import { LoggerModule } from 'nestjs-pino';
import { Settings } from '../config/settings';

/** Structured logs, a line each request. Bodies and headers are never logged; what could hold a secret is cut as a second wall. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [Settings],
      useFactory: ({ LOG_LEVEL }: Settings) => ({
        pinoHttp: {
          level: LOG_LEVEL,
          genReqId: (request) => (request as unknown as Request).requestId,
          redact: { paths: redactedPaths(), censor: '[redacted]' },
          serializers: {
            req: describeRequest,
            res: (response: Response) => ({ statusCode: response.statusCode }),
          },
          autoLogging: { ignore: (request) => /^\/(health|metrics)/.test(request.url ?? '') },
          customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
        },
      }),
    }),
  ],
})
export class LoggingModule {}

function redactedPaths(): string[] {
  const names = [
    'password',
    'secret',
    'key',
    'token',
    'accessToken',
    'authorization',
    'api_token',
    'jwt_token',
  ];
  return names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
}

/** The path without its query, which may hold what a caller should not have put there. */
function describeRequest(request: { id: string; method: string; url: string; raw?: Request }) {
  const { caller } = request.raw ?? {};
  return {
    id: request.id,
    method: request.method,
    path: request.url.split('?')[0],
    organization: caller?.principal.organizationId,
    key: caller?.principal.id,
  };
}
