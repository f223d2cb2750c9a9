import { Injectable } from '@nestjs/common';
import { NextFunction, Request, Response } from 'express';
import { Metrics } from './metrics';

/** How long requests take. By the template of the route, never by its path: ids in labels would grow without end. */
@Injectable()
export class HttpMetrics {
  private readonly durations;

  constructor(metrics: Metrics) {
    this.durations = metrics.histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    });
  }

  /** Middleware that goes before all others, so that their refusals count too. */
  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('close', () => {
      const labels = { method: request.method, route: routeOf(request), status: statusOf(request, response) };
      this.durations.observe(labels, (performance.now() - startedAt) / 1_000);
    });
    next();
  };
}

/** A request that no controller took has no route. */
function routeOf(request: Request): string {
  const { path } = (request.route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : 'none';
}

/** `2xx` to `5xx`, or that the client went away; it may have been answered then, into the void. */
function statusOf(request: Request, response: Response): string {
  const answered = response.writableFinished && !request.errored;
  return answered ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';
}
