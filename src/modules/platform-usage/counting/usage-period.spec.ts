import { parted, periodOf, runningPeriod } from './usage-period';

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
    expect(() => periodOf({ start: '2026-01-02' }, saturday)).toThrow('end: is required with start');
    expect(() => periodOf({ end: '2026-01-02' }, saturday)).toThrow('start: is required with end');
    expect(() => periodOf({ period: 'day', start: '2026-01-02', end: '2026-01-02' }, saturday)).toThrow(
      'period: give either period, or both start and end',
    );
    expect(() => periodOf({ start: '2026-01-03', end: '2026-01-02' }, saturday)).toThrow(
      'start: must not be after end',
    );
  });

  it('takes instants for their day in UTC, and no day that no calendar of ours has', () => {
    const query = { start: '2026-01-01T23:30:00-05:00', end: '2026-01-31T23:30:00Z' };
    expect(periodOf(query, saturday)).toEqual({ start: '2026-01-02', end: '2026-01-31' });
    for (const end of ['0000-01-01', '1999-12-31', '2999-12-31T23:59:59-05:00']) {
      expect(() => periodOf({ start: end, end }, saturday)).toThrow('start: must be from 2000 to 2999');
    }
  });
});

describe('parted', () => {
  it.each([
    ['a month', '2026-02-01', '2026-02-28', ['2026-02-01', '2026-02-01'], '2026-01-31', '2026-03-01'],
    ['a year', '2026-01-01', '2026-12-31', ['2026-01-01', '2026-12-01'], '2025-12-31', '2027-01-01'],
    ['days around', '2026-01-15', '2026-04-15', ['2026-02-01', '2026-03-01'], '2026-01-31', '2026-04-01'],
    ['a leap month', '2028-01-31', '2028-02-29', ['2028-02-01', '2028-02-01'], '2028-01-31', '2028-03-01'],
  ])('%s', (_title, start, end, [first, last], before, after) => {
    expect(parted({ start, end })).toEqual({ months: { start: first, end: last }, before, after });
  });

  it.each([
    ['one day', '2026-02-01', '2026-02-01'],
    ['most of a month', '2026-02-01', '2026-02-27'],
    ['two halves', '2026-01-02', '2026-02-27'],
    ['the end of one', '2026-02-02', '2026-02-28'],
  ])('%s has no whole month', (_title, start, end) => {
    expect(parted({ start, end })).toEqual({ before: end });
  });
});
