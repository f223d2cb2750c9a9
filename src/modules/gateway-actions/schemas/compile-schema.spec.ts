import { compileSchema, SchemaProblem } from './compile-schema';

const draft07 = 'http://json-schema.org/draft-07/schema#';
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

function problemOf(schema: Record<string, unknown>): string | undefined {
  try {
    compileSchema(schema);
    return undefined;
  } catch (error) {
    if (error instanceof SchemaProblem) return error.message;
    throw error;
  }
}

const list = (values: unknown[]) => ({ list: values });
const inList = (schema: object) => ({ properties: { list: schema } });
const tree = { properties: { value: { type: 'integer' }, children: { items: { $ref: '#' } } } };

/** A schema, parameters that it allows, and parameters that it does not. */
type Example = [schema: Record<string, unknown>, valid: unknown, invalid: unknown];

const ofBothDrafts: Example[] = [
  [{ type: 'object' }, {}, []],
  [{ type: ['object', 'null'] }, null, 1],
  [{ enum: [{ a: 1 }, 2] }, { a: 1 }, { a: 2 }],
  [{ const: { a: [1] } }, { a: [1] }, { a: [2] }],
  [{ multipleOf: 0.5 }, 1.5, 1.2],
  [{ minimum: 1, maximum: 2 }, 2, 3],
  [{ exclusiveMinimum: 1, exclusiveMaximum: 2 }, 1.5, 1],
  [{ minLength: 1, maxLength: 2 }, '💩💩', 'abc'],
  [{ pattern: '^\\p{Letter}+$' }, 'é', '1'],
  [{ pattern: '^[\\w-.]+\\_$' }, 'a.b_', 'a b_'],
  [{ pattern: '^\\p{digit}+$' }, '৪২', 'a'],
  [{ format: 'email' }, 'a@example.com', 'a'],
  [{ format: 'date-time' }, '2026-04-25T10:00:00Z', 'today'],
  [inList({ minItems: 1, maxItems: 2 }), list([1]), list([])],
  [inList({ uniqueItems: true }), list([1, 2]), list([1, 1])],
  [inList({ contains: { type: 'string' } }), list([1, 'a']), list([1])],
  [inList({ items: { type: 'string' } }), list(['a']), list([1])],
  [{ minProperties: 1, maxProperties: 2 }, { a: 1 }, {}],
  [{ required: ['a', 'constructor', 'toString'] }, { a: 1, constructor: 1, toString: 1 }, { a: 1 }],
  [{ properties: { a: { type: 'string' }, b: true, c: false } }, { a: '', b: 1 }, { c: 1 }],
  [{ patternProperties: { '^a': { type: 'string' } } }, { ab: '' }, { ab: 1 }],
  [{ properties: { a: {} }, additionalProperties: false }, { a: 1 }, { b: 1 }],
  [{ propertyNames: { maxLength: 1 } }, { a: 1 }, { ab: 1 }],
  [{ allOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 }, { a: 1 }],
  [{ anyOf: [{ required: ['a'] }, { required: ['b'] }] }, { b: 1 }, {}],
  [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { b: 1 }, { a: 1, b: 1 }],
  [{ not: { required: ['a'] } }, {}, { a: 1 }],
  [{ if: { required: ['a'] }, then: { required: ['b'] }, else: { required: ['c'] } }, { c: 1 }, { a: 1 }],
  [
    { definitions: { a: { type: 'string' } }, properties: { a: { $ref: '#/definitions/a' } } },
    { a: '' },
    { a: 1 },
  ],
  [tree, { children: [{ children: [{ value: 1 }] }] }, { children: [{ children: [{ value: 'a' }] }] }],
  [{ properties: { $ref: { type: 'string' }, items: { type: 'string' } } }, { $ref: 'a' }, { $ref: 1 }],
  [{ $id: 'https://example.com/a', properties: { a: { $ref: 'b' } }, definitions: { b: { $id: 'b', type: 'string' } } }, { a: '' }, { a: 1 }], // prettier-ignore
  [
    {
      format: 'of-our-own',
      'x-label': 'kept',
      id: 'old',
      default: { $ref: 'https://a.example' },
      type: 'object',
    },
    {},
    1,
  ],
  [
    {
      title: '',
      description: '',
      examples: [1],
      $comment: '',
      readOnly: true,
      contentEncoding: 'base64',
      const: 1,
    },
    1,
    2,
  ],
];

const ofDraft07: Example[] = [
  [inList({ items: [{ type: 'string' }], additionalItems: false }), list(['a']), list(['a', 1])],
  [{ dependencies: { a: ['b'], c: { required: ['d'] } } }, { a: 1, b: 1 }, { a: 1 }],
  [
    { definitions: { a: { $id: '#a', type: 'string' } }, properties: { a: { $ref: '#a' } } },
    { a: '' },
    { a: 1 },
  ],
  [
    { properties: { schema: { $ref: draft07 } } },
    { schema: { type: 'string' } },
    { schema: { type: 'wat' } },
  ],
  [{ properties: { a: { $ref: '#/definitions/a', maxLength: 1 } }, definitions: { a: { type: 'string' } } }, { a: 'ab' }, { a: 1 }], // prettier-ignore
];

const of2020: Example[] = [
  [inList({ prefixItems: [{ type: 'string' }], items: false }), list(['a']), list(['a', 1])],
  [inList({ contains: { type: 'string' }, minContains: 2, maxContains: 3 }), list(['a', 'b']), list(['a'])],
  [{ dependentRequired: { a: ['b'] } }, { a: 1, b: 1 }, { a: 1 }],
  [{ dependentSchemas: { a: { required: ['b'] } } }, { a: 1, b: 1 }, { a: 1 }],
  [{ allOf: [{ properties: { a: {} } }], unevaluatedProperties: false }, { a: 1 }, { b: 1 }],
  [inList({ prefixItems: [{}], unevaluatedItems: false }), list([1]), list([1, 2])],
  [
    { $defs: { a: { $anchor: 'a', type: 'string' } }, properties: { a: { $ref: '#a' } } },
    { a: '' },
    { a: 1 },
  ],
  [
    { properties: { a: { $ref: '#/$defs/a', maxLength: 1 } }, $defs: { a: { type: 'string' } } },
    { a: 'a' },
    { a: 'ab' },
  ],
  [
    { $dynamicAnchor: 'node', properties: { next: { $dynamicRef: '#node' } }, type: 'object' },
    { next: {} },
    { next: 1 },
  ],
  [
    { properties: { schema: { $ref: draft2020 } } },
    { schema: { type: 'string' } },
    { schema: { type: 'wat' } },
  ],
];

const named = (examples: Example[], $schema: string): Example[] =>
  examples.map(([schema, valid, invalid]) => [{ $schema, ...schema }, valid, invalid]);

describe('compileSchema', () => {
  it.each([
    ...ofBothDrafts,
    ...ofDraft07,
    ...named([...ofBothDrafts, ...ofDraft07], draft07),
    ...named([...ofBothDrafts, ...of2020], draft2020),
  ])('applies %j', (schema, valid, invalid) => {
    for (const allErrors of [false, true]) {
      const validate = compileSchema(schema, allErrors);
      expect([validate(valid), validate(invalid)]).toEqual([true, false]);
    }
  });

  it.each([
    [{ type: 'wat' }, /json_schema\/type must be equal to one of the allowed values/],
    [{ $schema: draft2020, properties: { a: { type: 'wat' } } }, /json_schema\/properties\/a\/type/],
    [{ $schema: draft2020, items: [{}] }, /json_schema\/items/],
    [{ $schema: 'http://json-schema.org/draft-04/schema#' }, /draft-07 or 2020-12/],
    [{ $schema: 'http://json-schema.org/draft-06/schema#' }, /draft-07 or 2020-12/],
    [{ $schema: 'https://json-schema.org/draft/2019-09/schema' }, /draft-07 or 2020-12/],
    [{ $schema: 'https://example.com/our-own' }, /draft-07 or 2020-12/],
    [{ $schema: 7 }, /draft-07 or 2020-12/],
    [{ pattern: '(' }, /regex|regular expression/i],
    [{ pattern: 'a'.repeat(1_001) }, /longer than 1000 characters/],
    [{ patternProperties: { ['a'.repeat(1_001)]: false } }, /longer than 1000 characters/],
    [{ $ref: 'https://example.com/schema.json' }, /can't resolve reference.*nothing is fetched/],
    [
      { $schema: draft2020, $ref: 'https://example.com/schema.json' },
      /can't resolve reference.*nothing is fetched/,
    ],
    [{ properties: { a: { $ref: 'other.json#/a' } } }, /can't resolve reference/],
    [{ $id: 'https://example.com/', properties: { a: { $ref: 'other.json' } } }, /can't resolve reference/],
    [{ $schema: draft2020, $dynamicRef: 'https://example.com/schema.json#a' }, /nothing is fetched/],
    [{ pattern: '^\\p{Nonsense}$' }, /Invalid property name/],
    [{ $ref: '#/definitions/missing' }, /can't resolve reference/],
    [{ $async: true }, /\$async/],
    [{ properties: { a: { $async: true, type: 'null' } } }, /async/],
  ])('refuses %j', (schema, reason) => expect(problemOf(schema)).toMatch(reason));

  it('keeps schemas of the same $id apart', () => {
    const $id = 'https://example.com/same';
    expect(problemOf({ $id, definitions: { a: {} } })).toBeUndefined();
    expect(problemOf({ $id })).toBeUndefined();
    expect(problemOf({ $ref: `${$id}#/definitions/a` })).toMatch(/can't resolve reference/);
  });

  it('adds nothing to any prototype', () => {
    const schema = JSON.parse(
      '{"__proto__":{"polluted":1},"properties":{"__proto__":{"default":{"polluted":1}}}}',
    );
    compileSchema(schema)(JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(({} as any).polluted).toBeUndefined();
  });
});
