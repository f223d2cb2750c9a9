import Ajv, { Options } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

const maximumBytes = 64 * 1024;
const maximumDepth = 32;
/** Compiling takes some 0.05 ms an object; many more would keep the whole service waiting. */
const maximumObjects = 2_000;
const maximumReasonLength = 500;

const options: Options = { strict: false, logger: false };
/** A compiler knows no schema but the one it is given, so a reference to anything else fails; nothing is ever fetched. */
const compilerOptions: Options = { ...options, meta: false, validateSchema: false, inlineRefs: false };

interface Dialect {
  identifier: RegExp;
  /** Knows the dialect's own schema, which schemas are checked against. */
  checker: Ajv;
  newCompiler: () => Ajv;
}

/** The first is meant where a schema does not say. */
const dialects: [Dialect, Dialect] = [
  {
    identifier: /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/,
    checker: addFormats(new Ajv(options)),
    newCompiler: () => addFormats(new Ajv(compilerOptions)),
  },
  {
    identifier: /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/,
    checker: addFormats(new Ajv2020(options)),
    newCompiler: () => addFormats(new Ajv2020(compilerOptions)),
  },
];

/** What makes a schema too large to be looked at, or nothing. */
export function sizeProblem(schema: unknown): string | undefined {
  if (isDeeperThan(schema, maximumDepth)) return `must not be nested deeper than ${maximumDepth} levels`;
  const text = JSON.stringify(schema);
  if (Buffer.byteLength(text) > maximumBytes) return `must not be larger than ${maximumBytes} bytes`;
  return countObjects(schema) > maximumObjects
    ? `must not hold more than ${maximumObjects} objects`
    : undefined;
}

/** Why this is no JSON Schema (draft-07 or 2020-12) that parameters can be checked with, or nothing. */
export function schemaProblem(schema: Record<string, unknown>): string | undefined {
  const { $schema, ...body } = schema;
  const dialect = $schema === undefined ? dialects[0] : dialectNamed($schema);
  if (!dialect) return '$schema must name draft-07 or 2020-12';
  // Ajv's own: the check would answer later than asked, so everything would seem to pass.
  if ('$async' in body) return '$async is not part of JSON Schema';
  if (!dialect.checker.validateSchema(body)) {
    return shorten(dialect.checker.errorsText(dialect.checker.errors, { dataVar: 'json_schema' }));
  }
  try {
    dialect.newCompiler().compile(body);
    return undefined;
  } catch (error) {
    return error instanceof RangeError ? 'is too complex' : shorten((error as Error).message);
  }
}

/** Whether a JSON value has more than so many levels; looks no deeper than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

function dialectNamed(identifier: unknown): Dialect | undefined {
  return dialects.find((dialect) => typeof identifier === 'string' && dialect.identifier.test(identifier));
}

function countObjects(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : 1;
  return Object.values(value).reduce<number>((sum, member) => sum + countObjects(member), own);
}

function shorten(reason: string): string {
  return reason.length > maximumReasonLength ? `${reason.slice(0, maximumReasonLength)}…` : reason;
}
