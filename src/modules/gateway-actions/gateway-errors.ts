import { ApiProperty } from '@nestjs/swagger';
import { ErrorDetail } from '../../core/http/api-error';

/** An error in the gateway's own, flat words (contract 6); thrown by its services, documented by its routes. */
export class GatewayError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details?: ErrorDetail[],
    /** Seconds, sent as Retry-After. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  get body(): GatewayErrorOutput {
    return { error: this.message, ...(this.details && { details: this.details }) };
  }
}

class GatewayErrorDetailOutput implements ErrorDetail {
  [more: string]: unknown;

  @ApiProperty({ description: 'Which field.', example: 'webhook_url' })
  field: string;

  @ApiProperty({ description: 'The rule that is broken.', example: 'required' })
  rule: string;

  @ApiProperty({ description: 'What is wrong and how to mend it.', example: 'is required' })
  message: string;
}

/** What every error of the gateway looks like. */
export class GatewayErrorOutput {
  @ApiProperty({ description: 'What went wrong.', example: 'Action not found' })
  error: string;

  @ApiProperty({
    description: 'Each violated rule, where there are several.',
    type: [GatewayErrorDetailOutput],
    required: false,
  })
  details?: GatewayErrorDetailOutput[];
}

export const invalidRequest = (details: ErrorDetail[]) =>
  new GatewayError(400, 'Invalid request format', details);
/** The action's own definition or its endpoint is at fault. */
export const actionInvalid = (cause: string, details?: ErrorDetail[]) =>
  new GatewayError(400, `action validation failed: ${cause}`, details);
export const tooManyActions = (maximum: number) =>
  new GatewayError(400, `maximum number of actions (${maximum}) reached`);
export const invalidToken = () => new GatewayError(401, 'Invalid token');
export const actionNotFound = () => new GatewayError(404, 'Action not found');
export const executionNotFound = () => new GatewayError(404, 'Execution not found');
export const apiTokenNotFound = () => new GatewayError(404, 'API token not found');
export const hmacKeyNotFound = () => new GatewayError(404, 'HMAC key not found');
export const routeNotFound = () => new GatewayError(404, 'Not found');
export const actionExists = (name: string) =>
  new GatewayError(409, `action with name '${name}' already exists`);
export const executionRunning = (retryAfter: number) =>
  new GatewayError(409, 'An execution with this Idempotency-Key is still running', undefined, retryAfter);
export const keyReused = () =>
  new GatewayError(422, 'This Idempotency-Key was used before with another body');
export const payloadTooLarge = () => new GatewayError(413, 'payload too large');
export const rateLimited = (retryAfter?: number) =>
  new GatewayError(429, 'Rate limit exceeded', undefined, retryAfter);
export const internalError = () => new GatewayError(500, 'Internal server error');
