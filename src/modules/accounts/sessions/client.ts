import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { Request } from 'express';

/** From where, and with which program, somebody signs in. */
export interface Client {
  ip: string;
  userAgent: string;
}

export const CurrentClient = createParamDecorator((_data: unknown, context: ExecutionContext): Client => {
  const request = context.switchToHttp().getRequest<Request>();
  return { ip: request.ip ?? '', userAgent: request.header('user-agent') ?? '' };
});
