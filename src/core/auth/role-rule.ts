import { ApiError } from '../http/api-error';
import { Principal } from './caller';
import { Role, roles } from './roles';

const readingVerbs = new Set(['GET', 'HEAD']);

/** What a user must be at least where a route says nothing else: a route that nobody thought about is closed to viewers. */
export function roleForVerb(verb: string): Role {
  return readingVerbs.has(verb) ? 'viewer' : 'developer';
}

/** Throws INSUFFICIENT_SCOPE for a user who is less than that. Keys have scopes instead of a role, and pass. */
export function checkRole({ kind, role = 'viewer' }: Principal, least: Role): void {
  if (kind !== 'user' || roles.indexOf(role) >= roles.indexOf(least)) return;
  const needed = least === 'owner' ? 'an owner' : 'a developer or an owner';
  throw new ApiError('INSUFFICIENT_SCOPE', {
    message: `Your role in this organization is ${role}; this needs ${needed}.`,
  });
}
