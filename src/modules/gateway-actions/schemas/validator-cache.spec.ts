import { ValidatorCache } from './validator-cache';

const schema = (title: string) => JSON.stringify({ title });

describe('ValidatorCache', () => {
  it('compiles a schema once, and once more for all errors', () => {
    const cache = new ValidatorCache(1_000);
    expect(cache.validatorOf(schema('a'), true)).toBe(cache.validatorOf(schema('a'), true));
    expect(cache.validatorOf(schema('a'), true)).not.toBe(cache.validatorOf(schema('a'), false));
  });

  it('forgets what was not used for longest when it weighs too much', () => {
    const cache = new ValidatorCache(3 * schema('a').length);
    const [a, b] = ['a', 'b', 'c'].map((title) => cache.validatorOf(schema(title), false));
    expect(cache.validatorOf(schema('a'), false)).toBe(a);
    cache.validatorOf(schema('d'), false);
    expect(cache.validatorOf(schema('a'), false)).toBe(a);
    expect(cache.size).toBe(3);
    expect(cache.validatorOf(schema('b'), false)).not.toBe(b);
  });
});
