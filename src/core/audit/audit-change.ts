/** Who made a change: a key, a signed-in user, a token of the gateway, an operator's command, the service itself, or nobody known. */
export interface Actor {
  kind: 'key' | 'user' | 'token' | 'operator' | 'system' | 'anonymous';
  id: string | null;
  /** A key's name, a user's email address. */
  name: string | null;
  /** The first characters of a key or token. */
  keyPrefix: string | null;
}

export interface FieldChange {
  field: string;
  from?: unknown;
  to?: unknown;
}

/** What a service says of a change that it makes. Where it came from is for the request to tell. */
export interface AuditChange {
  /** A thing and what happened to it, such as `company.created`. */
  action: string;
  subject: { type: string; id: string };
  companyId?: string | null;
  changes?: FieldChange[];
  /** Whose log it belongs in, and which mode it concerns (null: neither); the caller's when absent. */
  owner?: { organizationId: string; livemode: boolean | null };
  /** Only for those that no request tells of. */
  actor?: Actor;
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Who calls, on routes that have their own kind of credentials. */
    actor?: Actor;
  }
}

/** The members that differ, with what they were (nothing, of a new thing) and are. What the change leaves out has not changed. */
export function fieldChanges<T extends object>(before: Partial<T>, change: Partial<T>): FieldChange[] {
  return (Object.keys(change) as Array<keyof T & string>)
    .filter((field) => change[field] !== undefined)
    .map((field) => ({ field, from: before[field], to: change[field] }))
    .filter(({ from, to }) => JSON.stringify(from ?? null) !== JSON.stringify(to ?? null));
}
