import { SetMetadata } from '@nestjs/common';
import { Role } from './roles';
import { Scope } from './scopes';

/**
 * Who may call a route.
 * - `public`: anyone. `dashboard`: a signed-in user. `platform`: a platform or white-label key. `member`: any key or user.
 * - `scopes`: one of these is needed (users of the dashboard hold all).
 * - `company`: `required` means that a platform key must name one in X-Flowie-Company; `optional` that it may; `none` that the
 *   route is the organization's own and the header is ignored.
 * - `role`: what a user must be at least, where that is not what the verb says (`roleForVerb`).
 */
export interface Access {
  caller: 'public' | 'dashboard' | 'platform' | 'member';
  scopes: readonly Scope[];
  company: 'none' | 'optional' | 'required';
  /** Free of the limits of requests a minute. */
  unlimited?: true;
  role?: Role;
}

export const publicAccess: Access = { caller: 'public', scopes: [], company: 'none' };
/** Public, for probes, scrapers and peers of the network, many of whose calls come from few addresses. */
export const peerAccess: Access = { ...publicAccess, unlimited: true };
export const dashboardAccess: Access = { caller: 'dashboard', scopes: [], company: 'none' };
/** What users do with their own account: nobody needs a role for that. */
export const ownAccountAccess: Access = { ...dashboardAccess, role: 'viewer' };
/** Who belongs to the organization, and how it is called. */
export const ownerAccess: Access = { ...dashboardAccess, role: 'owner' };
export const platformAccess: Access = { caller: 'platform', scopes: [], company: 'none' };

/** Any key or user of the organization; platform keys may narrow it to a company with the header. */
export const memberAccess = (...anyOf: Scope[]): Access => ({
  caller: 'member',
  scopes: anyOf,
  company: 'optional',
});

/** On behalf of a company: platform keys must name it. */
export const companyAccess = (...anyOf: Scope[]): Access => ({
  caller: 'member',
  scopes: anyOf,
  company: 'required',
});

const accessKey = 'flowie:access';

export const SetAccess = (access: Access) => SetMetadata(accessKey, access);

/** The rule of a route handler; a handler without one is a mistake that the route-walking test and the guard refuse. */
export function accessOf(handler: object): Access | undefined {
  return Reflect.getMetadata(accessKey, handler) as Access | undefined;
}
