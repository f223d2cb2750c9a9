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

/** What the gateway says for a status that others chose; any other status below 500 keeps the words of its ApiError. */
const wordings: Record<number, (refusal?: ApiError) => GatewayError> = {
  400: (refusal) => errors.invalidRequest(refusal?.details ?? unreadable(refusal?.message)),
  401: errors.invalidToken,
  404: errors.routeNotFound,
  413: errors.payloadTooLarge,
  429: (refusal) => errors.rateLimited(refusal?.retryAfter),
  503: () => new GatewayError(503, 'Service unavailable'),
};

function toGatewayError(exception: unknown): GatewayError {
  if (exception instanceof GatewayError) return exception;
  const status = statusOf(exception);
  const refusal = exception instanceof ApiError ? exception : undefined;
  const wording = wordings[status];
  if (wording) return wording(refusal);
  if (status >= 500) return errors.internalError();
  return refusal ? new GatewayError(status, refusal.message) : errors.invalidRequest(unreadable());
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
