import { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { Settings } from './core/config/settings';
import { rememberRequest } from './core/http/current-request';
import { ErrorFilter } from './core/http/error.filter';
import { jsonBody, rawBody } from './core/http/json-body';
import { requestContext } from './core/http/request-context';
import { validationPipe } from './core/http/validation';
import { HttpMetrics } from './core/observability/http-metrics';
import { RequestLog } from './core/observability/request-log';
import { setUpDocumentation } from './web/documentation';

/** Options of NestFactory that the set-up below counts on. */
export const applicationOptions = { bodyParser: false, bufferLogs: true } as const;

/** Everything between the socket and the controllers; the one path for the server, the tests and the OpenAPI snapshot. */
export function setUpApplication(app: NestExpressApplication): void {
  const settings = app.get(Settings);
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.set('etag', false);
  app.use(
    app.get(HttpMetrics).observe,
    requestContext,
    app.get(RequestLog).observe,
    helmet({
      contentSecurityPolicy: { useDefaults: true, directives: { 'upgrade-insecure-requests': null } },
    }),
  );
  app.use('/network', ...rawBody(settings.BODY_LIMIT_BYTES));
  app.use('/exchange/v1/platform/companies/batch', ...rawBody(settings.BODY_LIMIT_BYTES));
  app.use(...jsonBody(settings.BODY_LIMIT_BYTES));
  app.use(rememberRequest);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ErrorFilter(settings));
  app.enableShutdownHooks();
  setUpDocumentation(app);
}
