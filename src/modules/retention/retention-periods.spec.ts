import { retainUntil, retentionPeriods, retentionRule } from './retention-periods';

describe('the periods', () => {
  it('are those of the law, each with where it is written', () => {
    const years = Object.fromEntries(
      Object.entries(retentionPeriods).map(([country, { years }]) => [country, years]),
    );
    expect(years).toEqual({ AT: 7, BE: 10, CH: 10, DE: 8, FR: 10, IT: 10, NL: 7 });
    for (const { basis, source } of Object.values(retentionPeriods)) {
      expect(basis).not.toBe('');
      expect(source).toMatch(/^https:/);
    }
  });
});

describe('retentionRule', () => {
  it.each([
    [['DE', 'NL'], 8, 'DE'],
    [['NL', 'DE'], 8, 'DE'],
    [['NL', 'IT'], 10, 'IT'],
    [['NL', 'NL'], 7, 'NL'],
    [['NL', 'PL'], 9, 'PL'],
    [['NL', undefined], 9, null],
    [['FR', undefined], 10, 'FR'],
  ])('of %j is %i years, by the law of %s', (countries, years, country) => {
    expect(retentionRule(countries, 9)).toMatchObject({ years, country });
  });
});

describe('retainUntil', () => {
  it.each([
    ['2026-04-25', 10, '2036-12-31'],
    ['2026-01-01', 7, '2033-12-31'],
    ['2026-12-31', 8, '2034-12-31'],
  ])('of %s with %i years is %s', (issued, years, until) => {
    expect(retainUntil(issued, years)).toBe(until);
  });
});
