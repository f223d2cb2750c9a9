import { ApiError } from '../../../core/http/api-error';
import { commonPasswords } from './common-passwords';

export const shortestPassword = 12;
export const longestPassword = 1_024;

/** What is wrong with a new password of that address, in words that say how to mend it, or nothing. */
export function passwordProblem(password: string, email: string): string | undefined {
  const characters = [...password.normalize('NFC')];
  if (characters.length < shortestPassword || password.length > longestPassword) {
    return `must have ${shortestPassword} to ${longestPassword} characters; a few words in a row are easy to remember`;
  }
  const plain = characters.join('').trim().toLowerCase();
  if (plain === email || plain === email.split('@')[0]) return 'must not be your email address';
  if (commonPasswords.has(plain) || new Set(plain).size < 3) {
    return 'is one of the passwords that are guessed first; choose another';
  }
  return undefined;
}

/** Throws a 400 that names the field when a password that somebody chose is too easy. */
export function checkChosen(field: string, password: string, email: string): void {
  const message = passwordProblem(password, email);
  if (message === undefined) return;
  throw new ApiError('INVALID_REQUEST', {
    message: `${field}: ${message}`,
    details: [{ field, rule: 'password', message }],
  });
}
