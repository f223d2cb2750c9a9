import { Request, Response } from 'express';
import { Reach } from '../../src/core/database/row-scope';
import { rememberRequest } from '../../src/core/http/current-request';

/** Runs the work as a request of that reach does; undefined: as one that no guard has placed. */
export function inRequest<T>(reach: Reach | undefined, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) =>
    rememberRequest({ reach } as Request, {} as Response, () => void work().then(resolve, reject)),
  );
}
