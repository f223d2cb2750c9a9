import { Field } from '../../core/http/fields';
import { isAddress } from '../../core/mail/message';

export const longestEmail = 254;

/** One address, one account: in whatever case it is written. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** An address that mail can be sent to. */
export function EmailField(options: { description: string; example: string }): PropertyDecorator {
  const check = (value: unknown) =>
    typeof value === 'string' && value.length <= longestEmail && isAddress(value.trim())
      ? undefined
      : 'must be an email address such as anna@example.com';
  const schema = { type: 'string', format: 'email', maxLength: longestEmail } as const;
  return Field('email', 'INVALID_REQUEST', check, schema, options);
}
