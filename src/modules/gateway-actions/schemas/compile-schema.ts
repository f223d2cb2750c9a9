import { MissingRefError, ValidateFunction } from 'ajv';
import { dialectNamed } from './dialects';

const maximumReasonLength = 500;

/** Why something is no JSON Schema that parameters can be checked with; the message is meant for who wrote it. */
export class SchemaProblem extends Error {}

/** Of a schema of draft-07 or 2020-12. Only for worker threads: both compiling and matching may take any time. */
export function compileSchema(schema: Record<string, unknown>, allErrors = false): ValidateFunction {
  const { $schema, ...body } = schema;
  const dialect = dialectNamed($schema);
  if (!dialect) throw new SchemaProblem('$schema must name draft-07 or 2020-12');
  // Ajv's own: the check would answer later than asked, so everything would seem to pass.
  if ('$async' in body) throw new SchemaProblem('$async is not part of JSON Schema');
  if (!dialect.checker.validateSchema(body)) {
    const reason = dialect.checker.errorsText(dialect.checker.errors, { dataVar: 'json_schema' });
    throw new SchemaProblem(shorten(reason));
  }
  try {
    const compiler = dialect.newCompiler(allErrors);
    // ajv finds the anchors of all parts of a schema, but not the one of the whole.
    if (typeof body.$anchor === 'string') compiler.addSchema(body, `${nameOf(body)}#${body.$anchor}`);
    return compiler.compile(body);
  } catch (error) {
    throw new SchemaProblem(reasonOf(error as Error));
  }
}

function nameOf({ $id }: { $id?: unknown }): string {
  return typeof $id === 'string' ? $id : '';
}

function reasonOf(error: Error): string {
  if (error instanceof RangeError) return 'is too complex';
  const reason = shorten(error.message);
  if (!(error instanceof MissingRefError)) return reason;
  return `${reason}; nothing is fetched, so what it refers to must be part of json_schema`;
}

function shorten(reason: string): string {
  return reason.length > maximumReasonLength ? `${reason.slice(0, maximumReasonLength)}…` : reason;
}
