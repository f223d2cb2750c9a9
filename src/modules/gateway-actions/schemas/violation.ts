import { ErrorObject } from 'ajv';
import { ErrorDetail } from '../../../core/http/api-error';

const maximumMessageLength = 500;

type Params = Record<string, unknown>;

const typeNames: Record<string, string> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

const comparisons: Record<string, string> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
};

const unknownMember = () => 'is not known here; remove it';

/** What to do, by keyword; for any other, ajv's own words say it. */
const messages: Record<string, (params: Params) => string> = {
  required: () => 'is required',
  dependentRequired: ({ property }) => `is required when ${String(property)} is present`,
  dependencies: ({ property }) => `is required when ${String(property)} is present`,
  type: ({ type }) =>
    `must be ${[type]
      .flat()
      .map((name) => typeNames[String(name)] ?? name)
      .join(' or ')}`,
  enum: ({ allowedValues }) => `must be one of ${(allowedValues as unknown[]).map(shown).join(', ')}`,
  const: ({ allowedValue }) => `must be ${shown(allowedValue)}`,
  minimum: compared,
  maximum: compared,
  exclusiveMinimum: compared,
  exclusiveMaximum: compared,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  minLength: counted('at least', 'character', 'characters'),
  maxLength: counted('at most', 'character', 'characters'),
  minItems: counted('at least', 'entry', 'entries'),
  maxItems: counted('at most', 'entry', 'entries'),
  minProperties: counted('at least', 'member', 'members'),
  maxProperties: counted('at most', 'member', 'members'),
  pattern: ({ pattern }) => `must match the pattern ${String(pattern)}`,
  format: ({ format }) => `must have the format ${String(format)}`,
  uniqueItems: ({ i, j }) =>
    `must not hold the same entry twice, as entries ${String(j)} and ${String(i)} are`,
  additionalProperties: unknownMember,
  unevaluatedProperties: unknownMember,
  'false schema': () => 'is not allowed; remove it',
  propertyNames: ({ propertyName }) => `must not have a member called ${shown(propertyName)}`,
  not: () => 'must not be what json_schema excludes with "not"',
  anyOf: () => 'must fit at least one of the alternatives of json_schema',
  oneOf: ({ passingSchemas }) =>
    `must fit exactly one of the alternatives of json_schema, but fits ${passingSchemas ? 'several' : 'none'}`,
  if: ({ failingKeyword }) => `must fit what json_schema asks for in "${String(failingKeyword)}"`,
};

/** An error of ajv in words that say how to mend it, with the path that leads there: `parameters.items[3].email`. */
export function toViolation(error: ErrorObject, parameters: unknown): ErrorDetail {
  const message = messages[error.keyword]?.(error.params as Params) ?? error.message ?? 'is not valid';
  return { field: fieldOf(error, parameters), rule: error.keyword, message: shorten(message) };
}

function fieldOf({ instancePath, params, propertyName }: ErrorObject, parameters: unknown): string {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Record<string, string>;
  const last = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
  if (last !== undefined) steps.push(last);
  let value = parameters;
  let field = 'parameters';
  for (const step of steps) {
    field += Array.isArray(value) ? `[${step}]` : memberStep(step);
    value = (value as Record<string, unknown> | undefined)?.[step];
  }
  return shorten(field);
}

function memberStep(name: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function compared({ comparison, limit }: Params): string {
  return `must be ${comparisons[String(comparison)]} ${String(limit)}`;
}

function counted(bound: string, one: string, many: string): (params: Params) => string {
  return ({ limit }) => `must have ${bound} ${String(limit)} ${limit === 1 ? one : many}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length > maximumMessageLength ? `${text.slice(0, maximumMessageLength)}…` : text;
}
