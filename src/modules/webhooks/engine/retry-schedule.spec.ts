import fc from 'fast-check';
import { maximumAttempts, nextAttemptAt, waitsBeforeAttempts } from './retry-schedule';

const now = new Date('2026-04-25T10:00:00Z');
const waited = (attempt: number, jitter = 0, retryAfter?: string) => {
  const next = nextAttemptAt(attempt, now, jitter, retryAfter);
  return next && (next.getTime() - now.getTime()) / 1_000;
};

describe('nextAttemptAt', () => {
  it("is the cookbook's table", () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => waited(attempt))).toEqual([
      30, 120, 600, 1800, 7200, 21600, 43200,
    ]);
    expect(waited(8)).toBeUndefined();
    expect(maximumAttempts).toBe(8);
  });

  it('adds jitter of a tenth at most, and never comes early', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, jitter) => {
          const wait = waitsBeforeAttempts[attempt]! / 1_000;
          expect(waited(attempt, jitter)).toBeGreaterThanOrEqual(wait);
          expect(waited(attempt, jitter)).toBeLessThanOrEqual(wait * 1.1);
        },
      ),
    );
  });

  it('lets Retry-After lengthen the wait up to twelve hours, and nothing else', () => {
    expect(waited(1, 0, '90')).toBe(90);
    expect(waited(1, 0, '5')).toBe(30);
    expect(waited(1, 0, '999999')).toBe(43_200);
    expect(waited(1, 0, 'Sat, 25 Apr 2026 10:01:00 GMT')).toBe(60);
    expect(waited(1, 0, 'soon')).toBe(30);
    expect(waited(1, 0, '-5')).toBe(30);
  });
});
