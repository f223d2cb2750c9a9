import { compileSchema } from './compile-schema';
import { toViolation } from './violation';

function violation(schema: Record<string, unknown>, parameters: unknown) {
  const validate = compileSchema(schema, true);
  validate(parameters);
  const { field, rule, message } = toViolation(validate.errors!.at(-1)!, parameters);
  return `${field} ${message} (${rule})`;
}

const at = (schema: object) => ({ properties: { items: { items: { properties: { a: schema } } } } });
const with3 = (a: unknown) => ({ items: [{}, {}, {}, { a }] });
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

describe('toViolation', () => {
  it.each([
    [{ type: 'string' }, 1, 'must be a text (type)'],
    [{ type: ['integer', 'null'] }, 'a', 'must be a whole number or null (type)'],
    [{ enum: ['a', 1] }, 2, 'must be one of "a", 1 (enum)'],
    [{ const: { a: 1 } }, 2, 'must be {"a":1} (const)'],
    [{ minimum: 2 }, 1, 'must be at least 2 (minimum)'],
    [{ exclusiveMaximum: 2 }, 2, 'must be less than 2 (exclusiveMaximum)'],
    [{ multipleOf: 5 }, 2, 'must be a multiple of 5 (multipleOf)'],
    [{ minLength: 1 }, '', 'must have at least 1 character (minLength)'],
    [{ maxItems: 2 }, [1, 2, 3], 'must have at most 2 entries (maxItems)'],
    [{ minProperties: 2 }, {}, 'must have at least 2 members (minProperties)'],
    [{ pattern: '^a' }, 'b', 'must match the pattern ^a (pattern)'],
    [{ format: 'email' }, 'b', 'must have the format email (format)'],
    [
      { uniqueItems: true },
      [1, 2, 1],
      'must not hold the same entry twice, as entries 0 and 2 are (uniqueItems)',
    ],
    [{ contains: { const: 1 } }, [2], 'must contain at least 1 valid item(s) (contains)'],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, 'must not have a member called "ab" (propertyNames)'],
    [{ not: {} }, 1, 'must not be what json_schema excludes with "not" (not)'],
    [{ anyOf: [{ type: 'null' }] }, 1, 'must fit at least one of the alternatives of json_schema (anyOf)'],
    [
      { oneOf: [{}, {}] },
      1,
      'must fit exactly one of the alternatives of json_schema, but fits several (oneOf)',
    ],
    [{ if: true, then: { const: 1 } }, 2, 'must fit what json_schema asks for in "then" (if)'],
    [false, 1, 'is not allowed; remove it (false schema)'],
  ])('%j', (schema, value, message) =>
    expect(violation(at(schema as object), with3(value))).toBe(`parameters.items[3].a ${message}`),
  );

  it.each([
    [{ required: ['a b'] }, {}, 'parameters["a b"] is required (required)'],
    [{ required: ['__proto__'] }, {}, 'parameters.__proto__ is required (required)'],
    [
      { properties: { 'a/b~c': { type: 'null' } } },
      { 'a/b~c': 1 },
      'parameters["a/b~c"] must be null (type)',
    ],
    [{ properties: { 3: { type: 'null' } } }, { 3: 1 }, 'parameters["3"] must be null (type)'],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, 'parameters.b is required when a is present (dependencies)'],
    [
      { additionalProperties: false },
      { a: 1 },
      'parameters.a is not known here; remove it (additionalProperties)',
    ],
    [
      { $schema: draft2020, unevaluatedProperties: false },
      { a: 1 },
      'parameters.a is not known here; remove it (unevaluatedProperties)',
    ],
    [
      { $schema: draft2020, dependentRequired: { a: ['b'] } },
      { a: 1 },
      'parameters.b is required when a is present (dependentRequired)',
    ],
    [{ type: 'object' }, [], 'parameters must be an object (type)'],
  ])('%j', (schema, parameters, expected) => expect(violation(schema, parameters)).toBe(expected));

  it('is never long', () => {
    const { length } = violation({ required: ['a'.repeat(5_000)], const: 'a'.repeat(5_000) }, {});
    expect(length).toBeLessThan(1_100);
  });
});
