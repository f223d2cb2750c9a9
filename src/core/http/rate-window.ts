export interface RateLimit {
  /** What is limited, such as `login`; part of the counter's name and the label of its metrics. */
  name: string;
  maximum: number;
  windowSeconds: number;
}

/** What was let through in the window before this one, and in this one. */
export interface RateCounts {
  previous: number;
  current: number;
}

/** How a subject stands after one of its requests. */
export interface RateStanding {
  allowed: boolean;
  remaining: number;
  /** Until it may come again, when it was refused; until this window ends otherwise. */
  resetSeconds: number;
}

export interface RateMoment {
  /** Number of the window, counted from 1970. */
  window: number;
  /** How much of it is over, from 0 to 1. */
  elapsed: number;
}

export function momentOf({ windowSeconds }: RateLimit, now: Date): RateMoment {
  const windows = now.getTime() / 1_000 / windowSeconds;
  return { window: Math.floor(windows), elapsed: windows % 1 };
}

/**
 * A sliding window, estimated from two fixed ones: the one before counts by the share of it that still lies within the last
 * `windowSeconds`. So nobody gets twice the limit around the turn of a window, for one number more than a fixed window needs.
 */
export function standingOf(
  limit: RateLimit,
  { previous, current }: RateCounts,
  { elapsed }: RateMoment,
  allowed: boolean,
): RateStanding {
  const { maximum, windowSeconds } = limit;
  const room = Math.floor(maximum - previous * (1 - elapsed) - current + 1e-9);
  const waits = allowed ? 1 - elapsed : windowsUntilRoom(maximum, { previous, current }, elapsed);
  return {
    allowed,
    remaining: allowed ? Math.max(0, room) : 0,
    resetSeconds: Math.max(1, Math.ceil(waits * windowSeconds - 1e-6)),
  };
}

/** In parts of a window: until enough of the window before has passed out of sight, which may be after this one became it. */
function windowsUntilRoom(maximum: number, { previous, current }: RateCounts, elapsed: number): number {
  const spare = maximum - 1;
  if (current <= spare && previous > 0) return Math.max(0, 1 - (spare - current) / previous - elapsed);
  return 1 - elapsed + Math.max(0, 1 - spare / current);
}
