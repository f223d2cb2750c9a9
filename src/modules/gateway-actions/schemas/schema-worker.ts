import { parentPort } from 'node:worker_threads';
import { ValidateFunction } from 'ajv';
import { SchemaProblem } from './compile-schema';
import { SchemaFinding, SchemaReport, SchemaTask } from './schema-task';
import { ValidatorCache } from './validator-cache';
import { toViolation } from './violation';

const maximumViolations = 100;
/** Of parameters that are larger, the first violation is told alone: hundreds of thousands would take the memory. */
const maximumLengthForAll = 64 * 1024;

const draft2020 = 'https://json-schema.org/draft/2020-12/schema';
const validators = new ValidatorCache(512 * 1024);

/** The thread that compiles schemas and matches parameters, which SchemaWorkers ends when it takes too long. */
parentPort?.on('message', (task: SchemaTask) => report(perform(task)));
warmUp();
report('ready');

function perform({ schema, parameters = '{}' }: SchemaTask): SchemaFinding {
  try {
    const validate = validators.validatorOf(schema, parameters.length <= maximumLengthForAll);
    report('compiled');
    return match(validate, JSON.parse(parameters));
  } catch (error) {
    if (error instanceof SchemaProblem) return { problem: error.message };
    // Schemas may refer to themselves without end.
    if (error instanceof RangeError) return { exceeded: 'complexity' };
    throw error;
  }
}

function match(validate: ValidateFunction, parameters: unknown): SchemaFinding {
  if (validate(parameters)) return {};
  const errors = validate.errors?.slice(0, maximumViolations) ?? [];
  return { violations: errors.map((error) => toViolation(error, parameters)) };
}

/** The dialects' own schemas are compiled when first used, which must not count against the first task. */
function warmUp(): void {
  validators.validatorOf('{}', true);
  validators.validatorOf(JSON.stringify({ $schema: draft2020 }), true);
}

function report(message: SchemaReport): void {
  parentPort?.postMessage(message);
}
