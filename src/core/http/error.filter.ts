import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { Request, Response } from 'express';
import { QueryFailedError } from 'typeorm';
import { Settings } from '../config/settings';
import { ApiError } from './api-error';
import { StoredAnswer } from './stored-answer';

/** SQL states of a database that is busy or gone: shut down, too many connections, timeouts. */
const unavailableStates = /^(57|53|08|55P03|25P03)/;

@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(private readonly settings: Settings) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (response.headersSent) return void response.destroy();
    if (exception instanceof StoredAnswer) {
      response.status(exception.status).setHeader('Idempotent-Replayed', 'true').json(exception.body);
      return;
    }
    const error = toApiError(exception);
    if (error.status >= 500) this.logger.error({ err: exception, requestId: request.requestId }, error.code);
    if (error.retryAfter !== undefined) response.setHeader('Retry-After', String(error.retryAfter));
    response.status(error.status).json(error.toEnvelope(request.requestId, this.settings.PUBLIC_URL));
  }
}

/** What an error is to the client. */
export function toApiError(exception: unknown): ApiError {
  if (exception instanceof ApiError) return exception;
  if (exception instanceof HttpException) return fromFramework(exception.getStatus());
  const { type, status } = (exception ?? {}) as { type?: string; status?: number };
  if (type !== undefined && typeof status === 'number') return fromFramework(status);
  return new ApiError(isUnavailable(exception) ? 'UPSTREAM_UNAVAILABLE' : 'INTERNAL_ERROR');
}

/** What Express and Nest refuse by themselves: unknown routes, bodies that are too large or compressed in an unknown way. */
function fromFramework(status: number): ApiError {
  if (status === 404) return new ApiError('NOT_FOUND');
  if (status === 413) return new ApiError('PAYLOAD_TOO_LARGE');
  if (status === 415) return new ApiError('UNSUPPORTED_MEDIA_TYPE');
  return status < 500 ? new ApiError('INVALID_REQUEST') : new ApiError('INTERNAL_ERROR');
}

function isUnavailable(exception: unknown): boolean {
  const cause = exception instanceof QueryFailedError ? (exception.driverError as unknown) : exception;
  const { code, message } = (cause ?? {}) as { code?: string; message?: string };
  if (code !== undefined && (unavailableStates.test(code) || /^ECONN/.test(code))) return true;
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect/i.test(
    message ?? '',
  );
}
