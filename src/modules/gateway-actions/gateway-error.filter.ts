import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { Request, Response } from 'express';
import { ApiError } from '../../core/http/api-error';
import * as errors from './gateway-errors';
import { GatewayError } from './gateway-errors';

/** Answers every failure of a gateway route flatly, those of the service-wide guards and pipes too; Nest's own words never show. */
@Catch()
export class GatewayErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('GatewayErrors');

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(exception, http.getRequest<Request>(), http.getResponse<Response>());
  }

  answer(exception: unknown, request: Request, response: Response): void {
    if (response.headersSent) return void response.destroy();
    const error = toGatewayError(exception);
    if (error.status >= 500)
      this.logger.error({ err: exception, requestId: request.requestId }, error.message);
    if (error.retryAfter !== undefined) response.setHeader('Retry-After', String(error.retryAfter));
    response.status(error.status).json(error.body);
  }
}

function toGatewayError(exception: unknown): GatewayError {
  if (exception instanceof GatewayError) return exception;
  const status = statusOf(exception);
  const refusal = exception instanceof ApiError ? exception : undefined;
  if (status === 400) return errors.invalidRequest(refusal?.details ?? unreadable(refusal?.message));
  if (status === 401) return errors.invalidToken();
  if (status === 404) return errors.routeNotFound();
  if (status === 413) return errors.payloadTooLarge();
  if (status === 429) return errors.rateLimited(refusal?.retryAfter);
  if (refusal && status < 500) return new GatewayError(status, refusal.message);
  if (status === 503) return new GatewayError(status, 'Service unavailable');
  return status < 500 ? errors.invalidRequest(unreadable()) : errors.internalError();
}

/** Express and its body reader mark what they refuse with a status; anything else without one is our own mistake. */
function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const { status } = (exception ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : 500;
}

function unreadable(message = 'The request could not be read.') {
  return [{ field: 'body', rule: 'format', message }];
}
