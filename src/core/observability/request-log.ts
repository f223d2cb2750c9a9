import { Injectable, Logger } from '@nestjs/common';
import { NextFunction, Request, Response } from 'express';

/** Asked every few seconds, by machines. */
const probes = /^\/(health|metrics)\b/;

/** A line each request, when its answer has gone and it is known who called. Bodies, headers and queries are never in it. */
@Injectable()
export class RequestLog {
  private readonly logger = new Logger('Requests');

  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('close', () => this.write(request, response, performance.now() - startedAt));
    next();
  };

  private write(request: Request, response: Response, milliseconds: number): void {
    const { requestId, method, caller, actor, reach } = request;
    const path = request.originalUrl.split('?')[0]!;
    if (probes.test(path)) return;
    const status = response.writableFinished ? response.statusCode : 'aborted';
    const line = {
      requestId,
      method,
      path,
      status,
      milliseconds: Math.round(milliseconds * 10) / 10,
      organization: typeof reach === 'object' ? reach.organizationId : undefined,
      caller: actor?.id ?? caller?.principal.id,
    };
    const text = `${method} ${path} ${status}`;
    if (typeof status === 'number' && status >= 500) this.logger.error(line, text);
    else this.logger.log(line, text);
  }
}
