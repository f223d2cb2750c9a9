import { ErrorCode } from '../../../core/http/error-codes';
import { violationsError } from '../../../core/http/validation';

export const periodNames = ['day', 'week', 'month', 'year'] as const;

export type PeriodName = (typeof periodNames)[number];

/** Two calendar days in UTC, both inclusive. */
export interface UsagePeriod {
  start: string;
  end: string;
}

/** The running day, week (from Monday), month or year. */
export function runningPeriod(name: PeriodName, now: Date): UsagePeriod {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  const day = now.getUTCDate();
  switch (name) {
    case 'day':
      return between(Date.UTC(year, month, day), Date.UTC(year, month, day));
    case 'week': {
      const monday = day - ((now.getUTCDay() + 6) % 7);
      return between(Date.UTC(year, month, monday), Date.UTC(year, month, monday + 6));
    }
    case 'month':
      return between(Date.UTC(year, month, 1), Date.UTC(year, month + 1, 0));
    case 'year':
      return between(Date.UTC(year, 0, 1), Date.UTC(year, 11, 31));
  }
}

/** The period that a query asks for: a name, or two days of the caller's own. */
export function periodOf(
  query: { period?: PeriodName; start?: string; end?: string },
  now: Date,
): UsagePeriod {
  const { period, start, end } = query;
  if (start === undefined && end === undefined) return runningPeriod(period ?? 'month', now);
  if (period !== undefined) throw refusal('period', 'give either period, or both start and end');
  if (start === undefined) throw refusal('start', 'is required with end', 'MISSING_FIELD');
  if (end === undefined) throw refusal('end', 'is required with start', 'MISSING_FIELD');
  const chosen = { start: dayOf('start', start), end: dayOf('end', end) };
  if (chosen.start > chosen.end) throw refusal('start', 'must not be after end', 'INVALID_DATE');
  return chosen;
}

/** The whole months of a period, by their first days, and where the days before them end and those after them begin. */
export function parted({ start, end }: UsagePeriod): {
  months?: UsagePeriod;
  before: string;
  after?: string;
} {
  const first = start.endsWith('-01') ? start : firstOfMonth(start, 1);
  const after = firstOfMonth(addDays(end, 1), 0);
  if (first >= after) return { before: end };
  return { months: { start: first, end: firstOfMonth(after, -1) }, before: addDays(first, -1), after };
}

export function firstOfMonth(day: string, monthsLater: number): string {
  const date = new Date(day);
  return dateOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1));
}

function addDays(day: string, days: number): string {
  return dateOf(Date.parse(day) + days * 86_400_000);
}

/** An instant counts for its day in UTC. */
function dayOf(field: string, text: string): string {
  const day = new Date(text).toISOString().slice(0, 10);
  if (!/^2\d{3}-/.test(day)) throw refusal(field, 'must be from 2000 to 2999', 'INVALID_DATE');
  return day;
}

function refusal(field: string, message: string, code: ErrorCode = 'INVALID_REQUEST') {
  return violationsError([{ field, rule: 'period', message, code }]);
}

function between(start: number, end: number): UsagePeriod {
  return { start: dateOf(start), end: dateOf(end) };
}

function dateOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
