import { firstOfMonth } from '../counting/usage-period';

/** The calendar month (UTC) that documents are counted in. */
export interface QuotaMonth {
  /** Its first day. */
  first: string;
  /** When the next one begins, and the count anew. */
  resetsAt: Date;
}

export function quotaMonth(now: Date): QuotaMonth {
  const today = now.toISOString().slice(0, 10);
  return { first: firstOfMonth(today, 0), resetsAt: new Date(firstOfMonth(today, 1)) };
}
