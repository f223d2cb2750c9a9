import { isAddress } from '../../../core/mail/message';
import { longestEmail, normalizeEmail } from '../email';

/** Where the user of a token can be written to; undefined when the issuer names no address, or says that nobody has proven it. */
export function contactAddressOf(claims: Record<string, unknown>): string | undefined {
  if (typeof claims.email !== 'string' || isDenied(claims.email_verified)) return undefined;
  const email = normalizeEmail(claims.email);
  return email.length <= longestEmail && isAddress(email) ? email : undefined;
}

/** Some issuers write the word instead of the value; those that say nothing vouch for their addresses otherwise. */
function isDenied(verified: unknown): boolean {
  return verified !== undefined && verified !== true && verified !== 'true';
}
