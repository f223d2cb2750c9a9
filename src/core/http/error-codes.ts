type ErrorType =
  | 'validation_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'conflict_error'
  | 'rate_limit_error'
  | 'api_error'
  | 'upstream_error';

interface ErrorDefinition {
  status: number;
  type: ErrorType;
  message: string;
}

const define =
  (status: number, type: ErrorType) =>
  (message: string): ErrorDefinition => ({ status, type, message });

const invalid = define(400, 'validation_error');
const unauthenticated = define(401, 'authentication_error');
const forbidden = define(403, 'permission_error');
const missing = define(404, 'not_found_error');
const conflict = define(409, 'conflict_error');
const unprocessable = define(422, 'validation_error');

/** Every code the Exchange answers with (contract 6): its status, its type, and what it says when nothing better is known. */
export const errorCodes = {
  INVALID_REQUEST: invalid('The request is not valid.'),
  MISSING_FIELD: invalid('A required field is missing.'),
  INVALID_ENUM: invalid('A field has a value that is not one of those allowed.'),
  INVALID_VAT_FORMAT: invalid(
    'The VAT number must be two capital letters and then capital letters or digits, like FR86797978996.',
  ),
  INVALID_IBAN: invalid('The IBAN is not valid: check its length and check digits.'),
  INVALID_CURRENCY: invalid('The currency must be an ISO 4217 code such as EUR.'),
  INVALID_DATE: invalid('The date must be a calendar date or an ISO 8601 instant.'),
  INVALID_PARTICIPANT_ID: invalid('The participant id must be scheme:value, like 0208:0123456789.'),
  INVALID_CURSOR: invalid('The cursor is not one that this list has given. Start again without it.'),
  MISSING_AUTH: unauthenticated('Send your API key or token in the header "Authorization: Bearer …".'),
  INVALID_TOKEN: unauthenticated('The key or token is not valid.'),
  EXPIRED_TOKEN: unauthenticated('The key or token has expired.'),
  REVOKED_KEY: unauthenticated('The key has been revoked.'),
  INSUFFICIENT_SCOPE: forbidden('This key may not do that.'),
  COMPANY_REQUIRED: forbidden('Say which company you act for in the header X-Flowie-Company.'),
  COMPANY_MISMATCH: forbidden('The request names another company than the one you act for.'),
  ENTITLEMENT_REQUIRED: forbidden('Your organization does not have the entitlement that this needs.'),
  ORGANIZATION_FORBIDDEN: forbidden('You are not a member of that organization.'),
  EXTERNAL_ACCOUNT: forbidden(
    'Accounts are kept by an external identity provider here: sign in, and change your account, over there.',
  ),
  NOT_FOUND: missing('There is nothing at this address.'),
  COMPANY_NOT_FOUND: missing('There is no such company.'),
  DOCUMENT_NOT_FOUND: missing('There is no such document.'),
  REPORT_NOT_FOUND: missing('There is no such report.'),
  WEBHOOK_NOT_FOUND: missing('There is no such webhook.'),
  API_KEY_NOT_FOUND: missing('There is no such API key.'),
  SESSION_NOT_FOUND: missing('You have no such session.'),
  MEMBER_NOT_FOUND: missing('Nobody of that id is a member of your organization.'),
  INVITATION_NOT_FOUND: missing('There is no such invitation.'),
  COMPANY_EXISTS: conflict('A company with this VAT number is already registered.'),
  MEMBER_EXISTS: conflict('Whoever has this address is a member already.'),
  LAST_OWNER: conflict('An organization needs an owner. Make somebody else one first.'),
  INVALID_TRANSITION: conflict('The thing is not in a state that allows this.'),
  IDEMPOTENCY_IN_PROGRESS: conflict(
    'The first request with this Idempotency-Key is still running. Try again in a moment.',
  ),
  DOMAIN_TAKEN: conflict('Another organization has proven that this domain is theirs.'),
  DUPLICATE_DOCUMENT: conflict('A document with this number has already been sent by this company.'),
  PAYLOAD_TOO_LARGE: define(413, 'validation_error')('The body is larger than allowed.'),
  UNSUPPORTED_MEDIA_TYPE: define(415, 'validation_error')('Send the body as JSON in UTF-8.'),
  DOCUMENT_INVALID: unprocessable('The document breaks business rules; details lists each of them.'),
  WEBHOOK_URL_BLOCKED: unprocessable('Webhooks may not call this address.'),
  LOGO_UNUSABLE: unprocessable('The logo could not be fetched, or is not an image that can be shown.'),
  RECIPIENT_NOT_FOUND: unprocessable('The recipient is not registered on the network.'),
  IDEMPOTENCY_KEY_REUSED: unprocessable(
    'This Idempotency-Key was used before with another body. Use a new key for a new request.',
  ),
  RATE_LIMITED: define(
    429,
    'rate_limit_error',
  )('Too many requests. Wait for the time that Retry-After gives.'),
  QUOTA_EXCEEDED: define(
    429,
    'rate_limit_error',
  )('All documents that may be sent this month are used up. Retry-After says when the next month begins.'),
  INTERNAL_ERROR: define(
    500,
    'api_error',
  )('Something went wrong on our side. Quote the requestId to support.'),
  UPSTREAM_UNAVAILABLE: define(
    503,
    'upstream_error',
  )('A service we depend on does not answer. Try again later.'),
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errorCodes;
