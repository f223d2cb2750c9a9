import { Injectable, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { NextFunction, Request, Response } from 'express';
import { GatewayErrorFilter } from './gateway-error.filter';
import { routeNotFound } from './gateway-errors';

const prefix = '/api/v1/gateway';

/**
 * Flat answers to what never reaches a controller, where no filter is asked: bodies that are no JSON, unknown addresses. Nest adds
 * its routes before this hook and its own last words after it, so these two come in between.
 */
@Injectable()
export class GatewayEdge implements OnModuleInit {
  private readonly filter = new GatewayErrorFilter();

  constructor(private readonly server: HttpAdapterHost) {}

  onModuleInit(): void {
    this.server.httpAdapter.use(prefix, (request: Request, response: Response) =>
      this.filter.answer(routeNotFound(), request, response),
    );
    // Express tells a handler of errors by its four parameters.
    this.server.httpAdapter.use(
      prefix,
      (error: unknown, request: Request, response: Response, _next: NextFunction) =>
        this.filter.answer(error, request, response),
    );
  }
}
