/** Waits before attempts 1 to 8 (cookbook, "Retries & backoff"): 0, 30 s, 2 m, 10 m, 30 m, 2 h, 6 h, 12 h. */
export const waitsBeforeAttempts = [0, 30, 120, 600, 1_800, 7_200, 21_600, 43_200].map(
  (seconds) => seconds * 1_000,
);

export const maximumAttempts = waitsBeforeAttempts.length;

const maximumJitter = 0.1;
const longestRetryAfter = 12 * 60 * 60 * 1_000;

/**
 * When to try again after the failed attempt, or undefined when that was the last. Jitter (0 to 1) only ever adds, up to a tenth;
 * a receiver's Retry-After may lengthen the wait, to twelve hours at most, and never shortens it.
 */
export function nextAttemptAt(
  failedAttempt: number,
  now: Date,
  jitter: number,
  retryAfter?: string,
): Date | undefined {
  const wait = waitsBeforeAttempts[failedAttempt];
  if (wait === undefined) return undefined;
  const asked = Math.min(retryAfterMilliseconds(retryAfter, now), longestRetryAfter);
  return new Date(now.getTime() + Math.max(wait * (1 + maximumJitter * jitter), asked));
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); what is neither counts as not said. */
function retryAfterMilliseconds(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  if (/^\d{1,10}$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : date - now.getTime();
}
