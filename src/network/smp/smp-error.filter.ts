import { ArgumentsHost, Catch, ExceptionFilter, Logger } from '@nestjs/common';
import { Request, Response } from 'express';
import { ApiError } from '../../core/http/api-error';
import { element, group } from '../../core/xml/xml-writer';

/** Errors as XML: who asks an SMP reads nothing else. */
@Catch()
export class SmpErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('SMP');

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { requestId } = host.switchToHttp().getRequest<Request>();
    const error = exception instanceof ApiError ? exception : new ApiError('INTERNAL_ERROR');
    if (error.status >= 500) this.logger.error({ err: exception, requestId }, error.code);
    const body = group('Error', element('Code', error.code), element('Message', error.message));
    response.status(error.status).type('text/xml; charset=utf-8');
    response.send(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
  }
}
