import { ErrorCode, errorCodes } from './error-codes';

/** One violated rule: where (`lines[3].quantity`), which, and what to do about it. */
export interface ErrorDetail {
  field: string;
  rule: string;
  message: string;
  [more: string]: unknown;
}

interface ErrorParts {
  /** Replaces the code's own text; public, so it says how to fix the request and nothing of our insides. */
  message?: string;
  details?: ErrorDetail[];
  /** Seconds, sent as Retry-After. */
  retryAfter?: number;
  /** Further public members of `error`, such as `companyId`. */
  more?: Record<string, unknown>;
}

/** The one exception that becomes an answer; all else becomes INTERNAL_ERROR and a line in the log. */
export class ApiError extends Error {
  readonly status: number;
  readonly details?: ErrorDetail[];
  readonly retryAfter?: number;
  private readonly more?: Record<string, unknown>;

  constructor(
    readonly code: ErrorCode,
    parts: ErrorParts = {},
  ) {
    super(parts.message ?? errorCodes[code].message);
    this.status = errorCodes[code].status;
    this.details = parts.details;
    this.retryAfter = parts.retryAfter;
    this.more = parts.more;
  }

  toEnvelope(requestId: string, publicUrl: string): ErrorEnvelope {
    const { type } = errorCodes[this.code];
    return {
      error: {
        type,
        code: this.code,
        message: this.message,
        ...(this.details && { details: this.details }),
        ...this.more,
        requestId,
        docUrl: `${publicUrl}/docs/errors#${this.code}`,
      },
    };
  }
}

export interface ErrorEnvelope {
  error: {
    type: string;
    code: ErrorCode;
    message: string;
    details?: ErrorDetail[];
    requestId: string;
    docUrl: string;
    [more: string]: unknown;
  };
}
