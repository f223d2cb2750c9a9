import { AsyncLocalStorage } from 'node:async_hooks';
import { NextFunction, Request, Response } from 'express';

const requests = new AsyncLocalStorage<Request>();

/** Lets all that a request leads to find it. Stands after the parsing of bodies, whose streams end elsewhere. */
export function rememberRequest(request: Request, _response: Response, next: NextFunction): void {
  requests.run(request, next);
}

/** The request that this code runs for; undefined in background work. */
export function currentRequest(): Request | undefined {
  return requests.getStore();
}

/** Runs work that belongs to no request, although one may have set it off. */
export function outsideOfRequests<T>(work: () => T): T {
  return requests.exit(work);
}
