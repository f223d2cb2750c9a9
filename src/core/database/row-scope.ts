/** Whose rows a request may touch. PostgreSQL holds it to that, whatever its statements say (docs/security.md). */
export interface RowScope {
  organizationId: string;
  /** `both`: what users of an organization manage across its modes. Absent: no row that belongs to a mode. */
  livemode?: boolean | 'both';
  /** Of tenant keys: the one company, beside what belongs to the organization as a whole. */
  companyId?: string;
}

/** All rows: background work, authentication, and routes that have no tenant. */
export type Reach = RowScope | 'system';

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guard that knows who is calling. */
    reach?: Reach;
  }
}
