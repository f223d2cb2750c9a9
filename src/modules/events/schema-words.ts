/** JSON Schema, 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;
export type Members = Record<string, Schema>;

/*
 * The words in which the catalogue is written. Each member brings its own example, so that the fixture of a type is its schema
 * read aloud and cannot drift from it.
 */

export const text = (description: string, example: string, rules: Schema = {}): Schema => ({
  type: 'string',
  ...rules,
  description,
  examples: [example],
});

/** The length is nobody's business: an identifier is its prefix and some capitals and digits. */
export const identifier = (prefix: string, description: string): Schema =>
  text(description, `${prefix}_01HY7AB9C2DE3FG4HJ5KMNPQRS`, { pattern: `^${prefix}_[0-9A-Z]+$` });

export const instant = (description: string, example = '2026-04-25T10:05:08.000Z'): Schema =>
  text(description, example, { format: 'date-time' });

export const oneOf = (values: readonly string[], example: string, description: string): Schema =>
  text(description, example, { enum: values });

export const constant = (value: string | boolean, description: string): Schema => ({
  type: typeof value,
  const: value,
  description,
  examples: [value],
});

export const flag = (description: string, example: boolean): Schema => ({
  type: 'boolean',
  description,
  examples: [example],
});

export const whole = (minimum: number, description: string, example: number): Schema => ({
  type: 'integer',
  minimum,
  description,
  examples: [example],
});

/** A value that may be missing, while its member never is; the example shows that it is. */
export const orNull = ({ description, ...schema }: Schema): Schema => ({
  anyOf: [schema, { type: 'null' }],
  description,
  examples: [null],
});

/** A value of any kind. */
export const anything = (description: string, example: unknown): Schema => ({
  description,
  examples: [example],
});

/** An object whose members are the consumer's own. */
export const freeForm = (description: string, example: object): Schema => ({
  type: 'object',
  additionalProperties: true,
  description,
  examples: [example],
});

export const list = (items: Schema, description: string): Schema => ({ type: 'array', description, items });

/** Members that are always there, then those that may be absent. More may come: consumers must not stumble over them. */
export const record = (description: string, members: Members, optional: Members = {}): Schema => ({
  type: 'object',
  description,
  properties: { ...members, ...optional },
  required: Object.keys(members),
  additionalProperties: true,
});

export function exampleOf(schema: Schema): unknown {
  const { examples, items, properties } = schema as {
    examples?: unknown[];
    items?: Schema;
    properties?: Members;
  };
  if (examples) return examples[0];
  if (items) return [exampleOf(items)];
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, member]) => [name, exampleOf(member)]),
  );
}
