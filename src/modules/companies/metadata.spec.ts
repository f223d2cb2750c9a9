import { metadataProblem } from './metadata';

const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, at]));
const nested = (depth: number): unknown => (depth === 0 ? 1 : { inner: nested(depth - 1) });

describe('metadataProblem', () => {
  it.each([
    ['nothing', {}],
    ["the kit's", { tenantId: 't_acme', tier: 'premium' }],
    ['50 keys', keys(50)],
    ['5 levels', nested(5)],
    ['16 KiB', { a: 'x'.repeat(16 * 1024 - 8) }],
    ['a backslash before u0000', { a: '\\u0000', b: '\\\\ud800' }],
    ['emoji', { a: '🙂' }],
  ])('accepts %s', (_name, metadata) => {
    expect(metadataProblem(metadata)).toBeUndefined();
  });

  it.each([
    ['51 keys', keys(51), 'at most 50 keys'],
    ['6 levels', nested(6), 'deeper than 5'],
    ['lists in lists', { a: [[[[[1]]]]] }, 'deeper than 5'],
    ['more than 16 KiB', { a: 'x'.repeat(16 * 1024 - 7) }, '16384 bytes'],
    ['bytes, not characters', { a: 'é'.repeat(8 * 1024) }, '16384 bytes'],
    ['the character zero', { a: 'x\u0000' }, 'U+0000'],
    ['the character zero in a key', { 'x\u0000': 1 }, 'U+0000'],
    ['half a surrogate pair', { a: '\\\ud800' }, 'surrogates'],
  ])('refuses %s', (_name, metadata, problem) => {
    expect(metadataProblem(metadata)).toContain(problem);
  });
});
