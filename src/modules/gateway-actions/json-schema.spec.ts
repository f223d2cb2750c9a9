import { isDeeperThan, schemaProblem, sizeProblem } from './json-schema';

const draft07 = 'http://json-schema.org/draft-07/schema#';
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

/** `{"not":{"not":…}}` with so many levels. */
function nested(levels: number): Record<string, unknown> {
  return levels === 1 ? {} : { not: nested(levels - 1) };
}

describe('schemaProblem', () => {
  it.each([
    [{}],
    [{ type: 'object', properties: { to: { type: 'string', format: 'email' } }, required: ['to'] }],
    [{ $schema: draft07, items: [{ type: 'string' }], definitions: { a: {} } }],
    [{ $schema: draft2020, prefixItems: [{ type: 'string' }], $defs: { a: { $ref: '#/$defs/a' } } }],
    [{ properties: { $ref: { type: 'string' }, items: { type: 'string' } } }],
    [{ format: 'of-our-own', 'x-label': 'kept', default: { $ref: 'https://example.com' } }],
    [{ $id: 'https://example.com/a', definitions: { b: {} }, $ref: 'https://example.com/a#/definitions/b' }],
  ])('accepts %j', (schema) => expect(schemaProblem(schema)).toBeUndefined());

  it.each([
    [{ type: 'wat' }, /json_schema\/type must be equal to one of the allowed values/],
    [{ $schema: draft2020, properties: { a: { type: 'wat' } } }, /json_schema\/properties\/a\/type/],
    [{ $schema: draft2020, items: [{}] }, /json_schema\/items/],
    [{ $schema: 'http://json-schema.org/draft-04/schema#' }, /draft-07 or 2020-12/],
    [{ $schema: 7 }, /draft-07 or 2020-12/],
    [{ pattern: '(' }, /regex|regular expression/i],
    [{ $ref: 'https://example.com/schema.json' }, /can't resolve reference/],
    [{ properties: { a: { $ref: 'other.json#/a' } } }, /can't resolve reference/],
    [{ $ref: draft07 }, /can't resolve reference/],
    [{ $ref: '#/definitions/missing' }, /can't resolve reference/],
    [{ $async: true }, /\$async/],
  ])('refuses %j', (schema, reason) => expect(schemaProblem(schema)).toMatch(reason));

  it('keeps schemas of the same $id apart', () => {
    const $id = 'https://example.com/same';
    expect(schemaProblem({ $id, definitions: { a: {} } })).toBeUndefined();
    expect(schemaProblem({ $id })).toBeUndefined();
    expect(schemaProblem({ $ref: `${$id}#/definitions/a` })).toMatch(/can't resolve reference/);
  });
});

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

  it('allows 2,000 objects and no more, which compile at once', () => {
    const allOf = (length: number) => ({ allOf: Array.from({ length }, () => ({ type: 'object' })) });
    expect(sizeProblem(allOf(1_999))).toBeUndefined();
    expect(sizeProblem(allOf(2_000))).toMatch(/more than 2000/);
    const started = performance.now();
    schemaProblem(allOf(1_999));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
