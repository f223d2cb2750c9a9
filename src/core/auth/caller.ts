import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { Request } from 'express';
import { Role } from './roles';
import { KeyType, Scope } from './scopes';

/** Who sent the request, as its key or token says. */
export interface Principal {
  kind: 'key' | 'user';
  id: string;
  organizationId: string;
  livemode: boolean;
  scopes: readonly Scope[];
  /** Only keys have a type. */
  keyType?: KeyType;
  /** The one company that a personal key acts for. */
  companyId?: string;
  /** That company, found together with the key. */
  company?: ActingCompany;
  email?: string;
  /** Only users have a role, and only those with an account of ours a session. */
  role?: Role;
  sessionId?: string;
  /** What a key is called, and its first characters. */
  keyName?: string;
  keyPrefix?: string;
}

/** What a read may see: one organization, one mode, and one company or all of the organization's. */
export interface Tenancy {
  organizationId: string;
  livemode: boolean;
  companyId?: string;
}

/** The company a request acts for, with what it is known by: sending needs no second look. */
export interface ActingCompany {
  id: string;
  status: 'active' | 'deregistered';
  name: string;
  vatNumber: string;
  country: string;
  peppolId: string;
}

/** A company in a few words. */
export type CompanySummary = Pick<ActingCompany, 'id' | 'status' | 'name' | 'peppolId'>;

export interface Caller {
  principal: Principal;
  tenancy: Tenancy;
  company?: ActingCompany;
}

declare module 'express-serve-static-core' {
  interface Request {
    caller?: Caller;
  }
}

/** The authenticated caller of the route; there is none on public routes. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<Request>();
  if (!caller) throw new Error('a public route asked for its caller');
  return caller;
});
