import { ApiError } from '../../core/http/api-error';

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
  if (start === undefined || end === undefined || period !== undefined) {
    throw new ApiError('INVALID_REQUEST', { message: 'Give either period, or both start and end.' });
  }
  const chosen = { start: start.slice(0, 10), end: end.slice(0, 10) };
  if (chosen.start > chosen.end)
    throw new ApiError('INVALID_DATE', { message: 'start must not be after end.' });
  return chosen;
}

function between(start: number, end: number): UsagePeriod {
  return { start: new Date(start).toISOString().slice(0, 10), end: new Date(end).toISOString().slice(0, 10) };
}
