import { isDeeperThan, sizeProblem } from './schema-size';

/** `{"not":{"not":…}}` with so many levels. */
function nested(levels: number): Record<string, unknown> {
  return levels === 1 ? {} : { not: nested(levels - 1) };
}

const allOf = (length: number) => ({ allOf: Array.from({ length }, () => ({ type: 'object' })) });

describe('sizeProblem', () => {
  it('allows 32 levels and no more', () => {
    expect(sizeProblem(nested(32))).toBeUndefined();
    expect(sizeProblem(nested(33))).toMatch(/deeper than 32/);
    expect(isDeeperThan(nested(2), 2)).toBe(false);
  });

  it('allows 64 kB and no more, in bytes', () => {
    const envelope = JSON.stringify({ title: '' }).length;
    expect(sizeProblem({ title: 'a'.repeat(65_536 - envelope) })).toBeUndefined();
    expect(sizeProblem({ title: 'a'.repeat(65_537 - envelope) })).toMatch(/larger than 65536/);
    expect(sizeProblem({ title: 'é'.repeat(40_000) })).toMatch(/larger than 65536/);
  });

  it('allows 2,000 objects and no more', () => {
    expect(sizeProblem(allOf(1_999))).toBeUndefined();
    expect(sizeProblem(allOf(2_000))).toMatch(/more than 2000/);
  });

  it('allows long names, but not above much else', () => {
    expect(sizeProblem({ properties: { ['n'.repeat(30_000)]: { type: 'string' } } })).toBeUndefined();
    expect(sizeProblem({ properties: { ['n'.repeat(10_000)]: allOf(200) } })).toMatch(/shorter names/);
  });
});
