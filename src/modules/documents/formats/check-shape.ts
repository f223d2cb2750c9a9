import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { invoiceSchema, maximumLines } from './invoice-schema';
import { line } from './line-schema';
import { decimalMeaning, isDecimal, ShapeCode, shapeFormats } from './shape-formats';

/** A part of the document that has not the shape it must have. */
export interface ShapeViolation {
  field: string;
  rule: string;
  message: string;
  code: ShapeCode;
}

const maximumViolations = 100;
/**
 * ajv gathers every error before anyone can stop it, so a body of millions of wrong values would take seconds and
 * gigabytes. Lines are checked one at a time, and neither a line nor the rest is looked at beyond what the schema's
 * own limits allow.
 */
const maximumValues = { line: 2_000, header: 5_000 };

const ajv = new Ajv({ allErrors: true, verbose: true });
for (const [name, { test }] of Object.entries(shapeFormats)) {
  ajv.addFormat(name, { type: 'string', validate: test });
}
ajv.addKeyword({ keyword: 'decimal', validate: (_schema: unknown, value: unknown) => isDecimal(value) });
ajv.addKeyword('example');
const { items: _line, ...lines } = (invoiceSchema.properties as Record<string, object>).lines as {
  items: unknown;
};
const header = { ...invoiceSchema, properties: { ...(invoiceSchema.properties as object), lines } };
const validateHeader = ajv.compile(withDecimals(header) as object);
const validateLine = ajv.compile(withDecimals(line) as object);

/** Every way in which the value is not the JSON of an invoice, a hundred at most; paths begin with `path`. */
export function checkInvoiceShape(value: unknown, path = 'document'): ShapeViolation[] {
  if (holdsMoreThan(maximumValues.header, value, 'lines')) return [tooMuch(path, maximumValues.header)];
  const violations = violationsOf(validateHeader, value, path);
  const given = (value as { lines?: unknown } | null)?.lines;
  const list: unknown[] = Array.isArray(given) ? given : [];
  for (let index = 0; index < Math.min(list.length, maximumLines); index++) {
    if (violations.length >= maximumViolations) break;
    const at = `${path}.lines[${index}]`;
    if (holdsMoreThan(maximumValues.line, list[index])) violations.push(tooMuch(at, maximumValues.line));
    else violations.push(...violationsOf(validateLine, list[index], at));
  }
  return violations.slice(0, maximumViolations);
}

function violationsOf(validate: ValidateFunction, value: unknown, path: string): ShapeViolation[] {
  if (validate(value)) return [];
  const byField = new Map<string, ShapeViolation>();
  for (const error of validate.errors ?? []) {
    const violation = toViolation(error, path);
    // An empty text breaks more than one keyword, but wants one answer.
    if (!byField.has(violation.field)) byField.set(violation.field, violation);
  }
  return [...byField.values()];
}

/** Counts without copying anything, and no further than the limit; `except` is a part of the whole that does not count. */
function holdsMoreThan(limit: number, whole: unknown, except?: string): boolean {
  const pending: unknown[] = [whole];
  for (let count = 0; pending.length > 0;) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next) && next.length > limit) return true;
    for (const name in next) {
      if (next === whole && name === except) continue;
      if (++count > limit) return true;
      pending.push((next as Record<string, unknown>)[name]);
    }
  }
  return false;
}

function tooMuch(field: string, limit: number): ShapeViolation {
  const message = `holds more than ${limit} values, which no invoice needs; remove what does not belong there`;
  return { field, rule: 'size', message, code: 'INVALID_REQUEST' };
}

function toViolation(error: ErrorObject, path: string): ShapeViolation {
  const field = fieldOf(error, path);
  const violation = (message: string, code: ShapeCode = 'INVALID_REQUEST', rule: string = error.keyword) => ({
    field,
    rule,
    message,
    code,
  });
  const params = error.params as { format: string; type: string; allowedValues: string[]; limit: number };
  switch (error.keyword) {
    case 'required':
      return violation('is required', 'MISSING_FIELD');
    case 'additionalProperties':
      return violation('is not a known field; remove it', 'INVALID_REQUEST', 'unknown_field');
    case 'enum':
      return violation(`must be one of ${params.allowedValues.join(', ')}`, 'INVALID_ENUM');
    case 'format':
      return violation(shapeFormats[params.format]!.message, shapeFormats[params.format]!.code);
    case 'decimal':
      return violation(`${decimalMeaning}; got ${shown(error.data)}`, 'INVALID_REQUEST', 'type');
    case 'type':
      return violation(`must be ${typeNames[params.type] ?? params.type}; got ${shown(error.data)}`);
    default:
      return violation(limitMeanings[error.keyword]?.(params.limit) ?? error.message ?? 'is not valid');
  }
}

const typeNames: Record<string, string> = { object: 'an object', array: 'a list', string: 'a text' };

const limitMeanings: Record<string, (limit: number) => string> = {
  minLength: () => 'must not be empty; leave the field out when there is nothing to say',
  maxLength: (limit) => `must have at most ${limit} characters`,
  minItems: (limit) => `must have at least ${limit} ${limit === 1 ? 'entry' : 'entries'}`,
  maxItems: (limit) => `must have at most ${limit} entries`,
};

function fieldOf({ instancePath, params }: ErrorObject, path: string): string {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { missingProperty, additionalProperty } = params as {
    missingProperty?: string;
    additionalProperty?: string;
  };
  const last = missingProperty ?? additionalProperty;
  if (last !== undefined) steps.push(last);
  return steps.reduce((field, step) => (/^\d+$/.test(step) ? `${field}[${step}]` : `${field}.${step}`), path);
}

/** OpenAPI has no word for "number or decimal text", ajv has our own. */
function withDecimals(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withDecimals);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ((schema as { format?: string }).format === 'decimal') return { decimal: true };
  return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, withDecimals(part)]));
}

function shown(value: unknown): string {
  if (value === null) return 'null: leave the field out instead';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return `the ${typeof value} ${JSON.stringify(value)}`;
}
