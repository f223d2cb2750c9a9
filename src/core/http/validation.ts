import { ValidationError, ValidationPipe } from '@nestjs/common';
import { ApiError, ErrorDetail } from './api-error';
import { ErrorCode } from './error-codes';

/** More violations than this help nobody, and a list of all of them would be a lever for a flood. */
const maximumDetails = 100;

interface Violation extends ErrorDetail {
  code: ErrorCode;
}

export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => violationsError(flatten(errors, '')),
  });
}

/** The 400 for a list of violations: their common code, or INVALID_REQUEST when they differ. */
export function violationsError(violations: Violation[]): ApiError {
  const codes = new Set(violations.map((violation) => violation.code));
  const details = violations
    .slice(0, maximumDetails)
    .map(({ field, rule, message }) => ({ field, rule, message }));
  const first = details[0];
  const message =
    first &&
    `${first.field}: ${first.message}${details.length > 1 ? ` (and ${violations.length - 1} more)` : ''}`;
  return new ApiError(codes.size === 1 ? [...codes][0]! : 'INVALID_REQUEST', { message, details });
}

function flatten(errors: ValidationError[], parent: string): Violation[] {
  return errors.flatMap((error) => {
    const field = join(parent, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
      violation(error, field, rule, message),
    );
    return [...own, ...flatten(error.children ?? [], field)];
  });
}

function violation(error: ValidationError, field: string, rule: string, message: string): Violation {
  if (rule === 'whitelistValidation') {
    return {
      field,
      rule: 'unknown_field',
      message: 'is not a known field; remove it',
      code: 'INVALID_REQUEST',
    };
  }
  if (rule === 'unknownValue') {
    return { field: 'body', rule: 'type', message: 'must be a JSON object', code: 'INVALID_REQUEST' };
  }
  const code = error.value === undefined ? 'MISSING_FIELD' : codeOf(error, rule);
  return { field, rule: error.value === undefined ? 'required' : rule, message, code };
}

function codeOf(error: ValidationError, rule: string): ErrorCode {
  const context = error.contexts?.[rule] as { code?: ErrorCode } | undefined;
  return context?.code ?? 'INVALID_REQUEST';
}

function join(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}
