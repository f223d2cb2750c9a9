import { momentOf, RateCounts, standingOf } from './rate-window';

const limit = { name: 'test', maximum: 60, windowSeconds: 60 };
const at = (elapsed: number) => ({ window: 7, elapsed });
const standing = (counts: RateCounts, elapsed: number, allowed = true) =>
  standingOf(limit, counts, at(elapsed), allowed);

it('tells the window and how much of it is over', () => {
  expect(momentOf(limit, new Date('1970-01-01T00:07:45Z'))).toEqual({ window: 7, elapsed: 0.75 });
});

describe('a request that was let through', () => {
  it('leaves the rest of the limit, and says when the window ends', () => {
    expect(standing({ previous: 0, current: 1 }, 0.5)).toEqual({ allowed: true, remaining: 59, resetSeconds: 30 }); // prettier-ignore
  });

  it.each([
    [0, 0],
    [0.25, 15],
    [0.5, 30],
    [0.75, 45],
  ])('after a full window, %d into this one, leaves %d', (elapsed, remaining) => {
    expect(standing({ previous: 60, current: 0 }, elapsed).remaining).toBe(remaining);
  });
});

describe('a request that was refused', () => {
  it.each<[string, RateCounts, number, number]>([
    ['by this window alone: the next must forget one of it', { previous: 0, current: 60 }, 0.5, 31],
    ['by both: as soon as one more of the last one is out of sight', { previous: 60, current: 30 }, 0.5, 1],
    ['by the one before: at the earliest moment with room', { previous: 60, current: 20 }, 0.1, 15],
  ])('%s', (_name, counts, elapsed, resetSeconds) => {
    expect(standing(counts, elapsed, false)).toEqual({ allowed: false, remaining: 0, resetSeconds });
  });

  it('would be let through then, and not much earlier', () => {
    for (const counts of [
      { previous: 55, current: 40 },
      { previous: 3, current: 60 },
      { previous: 60, current: 59 },
    ]) {
      // prettier-ignore
      const { resetSeconds } = standing(counts, 0.2, false);
      const room = (seconds: number) => {
        const later = 0.2 + seconds / 60;
        const [before, now] = later < 1 ? [counts.previous, counts.current] : [counts.current, 0];
        return 60 - before * (1 - (later % 1)) - now;
      };
      expect(room(resetSeconds)).toBeGreaterThanOrEqual(1 - 1e-9);
      expect(room(resetSeconds - 2)).toBeLessThan(1);
    }
  });
});
