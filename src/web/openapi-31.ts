import { OpenAPIObject } from '@nestjs/swagger';

type Node = Record<string, unknown>;

/** What stands under these is data, not schema. */
const data = new Set(['example', 'examples', 'default', 'enum', 'const', 'value']);
/** Under these stand schemas by names that are the author's own, `nullable` and `example` among them. */
const named = new Set(['properties', 'patternProperties']);
const combinations = ['$ref', 'allOf', 'anyOf', 'oneOf'];

/** Says in the words of OpenAPI 3.1, whose schemas are JSON Schema, what Nest writes in those of 3.0. */
export function toOpenApi31(document: OpenAPIObject): OpenAPIObject {
  return convert(document) as OpenAPIObject;
}

function convert(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(convert);
  if (!isNode(node)) return node;
  return withoutOldWords(
    mapValues(node, (value, key) => {
      if (data.has(key)) return value;
      return named.has(key) && isNode(value) ? mapValues(value, convert) : convert(value);
    }),
  );
}

function withoutOldWords(node: Node): Node {
  const bounded = exclusive(exclusive(node, 'minimum', 'exclusiveMinimum'), 'maximum', 'exclusiveMaximum');
  if (typeof bounded.nullable !== 'boolean') return bounded;
  const { nullable, ...schema } = bounded;
  return nullable ? orNull(schema) : schema;
}

/** A flag beside the bound in 3.0, the bound itself in 3.1. */
function exclusive(node: Node, bound: string, flag: string): Node {
  if (typeof node[flag] !== 'boolean') return node;
  const { [flag]: isExclusive, [bound]: value, ...schema } = node;
  return value === undefined ? schema : { ...schema, [isExclusive ? flag : bound]: value };
}

function orNull(schema: Node): Node {
  if (combinations.some((word) => word in schema)) {
    const { description, example, ...rest } = schema;
    return {
      ...(description !== undefined && { description }),
      ...(example !== undefined && { example }),
      anyOf: [rest, { type: 'null' }],
    };
  }
  const { type, enum: values } = schema as { type?: string; enum?: unknown[] };
  return {
    ...schema,
    ...(type !== undefined && { type: [type, 'null'] }),
    ...(values && { enum: [...new Set([...values, null])] }),
  };
}

function mapValues(node: Node, change: (value: unknown, key: string) => unknown): Node {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
