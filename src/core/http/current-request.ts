import { AsyncLocalStorage } from 'node:async_hooks';
import { NextFunction, Request, Response } from 'express';
import { Reach } from '../database/row-scope';

interface Work {
  request?: Request;
  asSystem?: boolean;
}

const running = new AsyncLocalStorage<Work>();

/** Lets all that a request leads to find it. Stands after the parsing of bodies, whose streams end elsewhere. */
export function rememberRequest(request: Request, _response: Response, next: NextFunction): void {
  running.run({ request }, next);
}

/** The request that this code runs for; undefined in background work. */
export function currentRequest(): Request | undefined {
  return running.getStore()?.request;
}

/** Runs work that belongs to no request, although one may have set it off. */
export function outsideOfRequests<T>(work: () => T): T {
  return running.exit(work);
}

/** Lets work within a request touch rows beyond its tenant's. Each use says why; a transaction keeps the reach it began with. */
export function asSystem<T>(work: () => T): T {
  return running.run({ ...running.getStore(), asSystem: true }, work);
}

/** Which rows the running code may touch. A request that no guard has placed gets none, loudly. */
export function currentReach(): Reach {
  const { request, asSystem: isSystem } = running.getStore() ?? {};
  if (!request || isSystem) return 'system';
  if (!request.reach) throw new Error('a request asked the database before it was known whose it is');
  return request.reach;
}
