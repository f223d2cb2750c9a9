import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { Settings } from '../config/settings';
import { currentRequest } from '../http/current-request';
import { describeError } from './describe-error';
import { RequestLog } from './request-log';

/** Structured logs. What could hold a secret is never handed to them; what does all the same is cut as a second wall. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [Settings],
      useFactory: ({ LOG_LEVEL }: Settings) => ({
        pinoHttp: {
          level: LOG_LEVEL,
          redact: { paths: redactedPaths(), censor: '[redacted]' },
          serializers: { err: describeError },
          mixin: () => ({ requestId: currentRequest()?.requestId }),
          // What a line says of itself goes before what is known of where it was written.
          mixinMergeStrategy: (line, mixin) => ({ ...mixin, ...line }),
        },
        // The lines of requests are written by RequestLog, once each, when it is known who called.
        forRoutes: [],
      }),
    }),
  ],
  providers: [RequestLog],
  exports: [RequestLog],
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
