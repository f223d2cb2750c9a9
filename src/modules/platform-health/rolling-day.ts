const hour = 60 * 60 * 1_000;
const quarter = hour / 4;

/** Where the 24 hours before a moment begin: on a quarter of an hour, since that is what outcomes are counted by. */
export function dayBefore(now: Date): Date {
  return new Date(Math.floor((now.getTime() - 24 * hour) / quarter) * quarter);
}
