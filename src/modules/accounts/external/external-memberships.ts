import { Role } from '../../../core/auth/roles';

export interface ExternalMembership {
  id: string;
  role: Role;
}

/** Permissions that make a role, in any case of letters; whoever has others only is a viewer. */
const owning = new Set(['owner', 'admin', '*']);
const developing = new Set(['developer', 'write']);

/** The `_permissions` claim maps ids of organizations to what the user may do there; nothing is no membership. */
export function membershipsOf(permissions: unknown): ExternalMembership[] {
  if (typeof permissions !== 'object' || permissions === null || Array.isArray(permissions)) return [];
  return Object.entries(permissions).flatMap(([id, list]: [string, unknown]) =>
    /^[\w.:-]{1,100}$/.test(id) && Array.isArray(list) && list.length > 0 ? [{ id, role: roleOf(list) }] : [],
  );
}

function roleOf(permissions: unknown[]): Role {
  const words = permissions.map((permission) => String(permission).toLowerCase());
  if (words.some((word) => owning.has(word))) return 'owner';
  return words.some((word) => developing.has(word)) ? 'developer' : 'viewer';
}
