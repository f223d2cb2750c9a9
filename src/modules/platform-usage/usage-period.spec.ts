import { periodOf, runningPeriod } from './usage-period';

const saturday = new Date('2026-02-28T23:59:59.999Z');

describe('runningPeriod', () => {
  it.each([
    ['day', '2026-02-28', '2026-02-28'],
    ['week', '2026-02-23', '2026-03-01'],
    ['month', '2026-02-01', '2026-02-28'],
    ['year', '2026-01-01', '2026-12-31'],
  ] as const)('%s runs from %s to %s', (name, start, end) => {
    expect(runningPeriod(name, saturday)).toEqual({ start, end });
  });

  it('knows leap years, and weeks that begin last year', () => {
    expect(runningPeriod('month', new Date('2028-02-10T00:00:00Z')).end).toBe('2028-02-29');
    expect(runningPeriod('week', new Date('2027-01-03T12:00:00Z')).start).toBe('2026-12-28');
  });
});

describe('periodOf', () => {
  it('is the running month by default', () => {
    expect(periodOf({}, saturday)).toEqual({ start: '2026-02-01', end: '2026-02-28' });
  });

  it('takes two days, and refuses one alone, both kinds at once, and the wrong order', () => {
    expect(periodOf({ start: '2026-01-02', end: '2026-01-02' }, saturday)).toEqual({
      start: '2026-01-02',
      end: '2026-01-02',
    });
    expect(() => periodOf({ start: '2026-01-02' }, saturday)).toThrow('both start and end');
    expect(() => periodOf({ period: 'day', start: '2026-01-02', end: '2026-01-02' }, saturday)).toThrow(
      'either period',
    );
    expect(() => periodOf({ start: '2026-01-03', end: '2026-01-02' }, saturday)).toThrow(
      'must not be after end',
    );
  });
});
