import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { ErrorCode } from './error-codes';

interface FieldOptions {
  description: string;
  example?: unknown;
  optional?: boolean;
  /** Null is a value of its own here: it clears what was set. */
  nullable?: boolean;
}

/** A check of one value: what is wrong with it, in words that say how to mend it, or nothing. */
type Check = (value: unknown) => string | undefined;

/** One decorator a field: its check and its documentation are made of the same words, so they cannot drift apart. */
export function Field(
  rule: string,
  code: ErrorCode,
  check: Check,
  schema: ApiPropertyOptions,
  options: FieldOptions,
): PropertyDecorator {
  const { optional, nullable, ...documentation } = options;
  const allowed = (value: unknown) => (value === undefined && optional) || (value === null && nullable);
  return applyDecorators(
    ApiProperty({ ...schema, ...documentation, required: !optional, nullable } as ApiPropertyOptions),
    ValidateIf((_object, value) => !allowed(value)),
    ValidateBy(
      {
        name: rule,
        validator: {
          validate: (value) => value !== undefined && check(value) === undefined,
          defaultMessage: (args) => (args?.value === undefined ? 'is required' : (check(args.value) ?? '')),
        },
      },
      { context: { code } },
    ),
  );
}

interface TextOptions extends FieldOptions {
  minLength?: number;
  maxLength: number;
  pattern?: RegExp;
  /** What the pattern wants, in words. */
  patternMeaning?: string;
  format?: string;
  code?: ErrorCode;
}

export function TextField({
  minLength = 1,
  maxLength,
  pattern,
  patternMeaning,
  format,
  code,
  ...options
}: TextOptions): PropertyDecorator {
  const check: Check = (value) => {
    if (typeof value !== 'string') return `must be a text; got ${kindOf(value)}`;
    const length = value.trim().length;
    if (length < minLength || value.length > maxLength)
      return `must have ${minLength} to ${maxLength} characters`;
    if (value.includes('\u0000')) return 'must not contain the character U+0000';
    return pattern && !pattern.test(value.trim())
      ? (patternMeaning ?? `must match ${pattern.source}`)
      : undefined;
  };
  const schema = {
    type: 'string',
    minLength,
    maxLength,
    format,
    // Tools that read the document compile patterns without the flag that `\\p{…}` needs.
    ...(pattern && !pattern.unicode && { pattern: pattern.source }),
  } as const;
  return Field('text', code ?? 'INVALID_REQUEST', check, schema, options);
}

export function EnumField(values: readonly string[], options: FieldOptions): PropertyDecorator {
  const check: Check = (value) =>
    values.includes(value as string) ? undefined : `must be one of ${values.join(', ')}`;
  return Field('enum', 'INVALID_ENUM', check, { type: 'string', enum: [...values] }, options);
}

interface EnumListOptions extends FieldOptions {
  maxItems?: number;
}

export function EnumListField(
  values: readonly string[],
  { maxItems = 100, ...options }: EnumListOptions,
): PropertyDecorator {
  const check: Check = (value) => {
    if (!Array.isArray(value) || value.length === 0)
      return `must be a list with at least one of ${values.join(', ')}`;
    if (value.length > maxItems) return `must have at most ${maxItems} entries`;
    const unknown = value.find((entry) => !values.includes(entry as string)) as unknown;
    return unknown === undefined
      ? undefined
      : `has ${JSON.stringify(unknown)?.slice(0, 60)}, which is not one of ${values.join(', ')}`;
  };
  const schema = {
    type: 'array',
    items: { type: 'string', enum: [...values] },
    minItems: 1,
    maxItems,
  } as const;
  return Field('enum', 'INVALID_ENUM', check, schema as ApiPropertyOptions, options);
}

interface TextListOptions extends FieldOptions {
  /** 1 unless said otherwise. */
  minItems?: number;
  maxItems: number;
  maxLength: number;
}

export function TextListField({
  minItems = 1,
  maxItems,
  maxLength,
  ...options
}: TextListOptions): PropertyDecorator {
  const check: Check = (value) => {
    if (!Array.isArray(value)) return `must be a list of texts; got ${kindOf(value)}`;
    if (value.length < minItems || value.length > maxItems)
      return `must have ${minItems} to ${maxItems} entries`;
    const fits = (entry: unknown) =>
      typeof entry === 'string' && entry.length > 0 && entry.length <= maxLength;
    return value.every(fits) ? undefined : `must hold texts of 1 to ${maxLength} characters only`;
  };
  const schema = { type: 'array', items: { type: 'string', maxLength }, minItems, maxItems } as const;
  return Field('list', 'INVALID_REQUEST', check, schema, options);
}

interface WholeOptions extends FieldOptions {
  minimum: number;
  maximum: number;
  /** A query parameter arrives as text. */
  query?: boolean;
}

export function WholeField({ minimum, maximum, query, ...options }: WholeOptions): PropertyDecorator {
  const check: Check = (value) =>
    Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
      ? undefined
      : `must be a whole number from ${minimum} to ${maximum}`;
  const read = Transform(({ value }) =>
    /^-?\d{1,15}$/.test(String(value)) ? Number(value) : (value as unknown),
  );
  const field = Field(
    'whole_number',
    'INVALID_REQUEST',
    check,
    { type: 'integer', minimum, maximum },
    options,
  );
  return query ? applyDecorators(read, field) : field;
}

export function FlagField({ query, ...options }: FieldOptions & { query?: boolean }): PropertyDecorator {
  const check: Check = (value) =>
    typeof value === 'boolean' ? undefined : `must be true or false; got ${kindOf(value)}`;
  const read = Transform(({ value }) =>
    value === 'true' ? true : value === 'false' ? false : (value as unknown),
  );
  const field = Field('boolean', 'INVALID_REQUEST', check, { type: 'boolean' }, options);
  return query ? applyDecorators(read, field) : field;
}

/** An instant such as 2026-04-25T10:00:00Z, or a calendar date, which means its first moment in UTC. */
export function InstantField(options: FieldOptions): PropertyDecorator {
  const check: Check = (value) =>
    isInstant(value) ? undefined : 'must be an ISO 8601 date or instant such as 2026-04-25T10:00:00Z';
  const format = String(options.example).includes('T') ? 'date-time' : 'date';
  return Field('date', 'INVALID_DATE', check, { type: 'string', format }, options);
}

export function NestedField(type: () => new () => object, options: FieldOptions): PropertyDecorator {
  const check: Check = (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : `must be an object; got ${kindOf(value)}`;
  return applyDecorators(
    Type(type),
    ValidateNested(),
    Field('object', 'INVALID_REQUEST', check, { type: () => type() }, options),
  );
}

/** A list of objects, which may be empty. */
export function NestedListField(
  type: () => new () => object,
  { maxItems, ...options }: FieldOptions & { maxItems: number },
): PropertyDecorator {
  const check: Check = (value) => {
    if (!Array.isArray(value)) return `must be a list of objects; got ${kindOf(value)}`;
    return value.length > maxItems ? `must have at most ${maxItems} entries` : undefined;
  };
  const schema = { type: () => [type()], maxItems } as unknown as ApiPropertyOptions;
  return applyDecorators(
    Type(type),
    ValidateNested({ each: true }),
    Field('list', 'INVALID_REQUEST', check, schema, options),
  );
}

/** Any JSON object, checked further by the caller's own rules. */
export function ObjectField(
  check: Check,
  schema: ApiPropertyOptions,
  options: FieldOptions,
): PropertyDecorator {
  const whole: Check = (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? check(value)
      : `must be an object; got ${kindOf(value)}`;
  return Field(
    'object',
    'INVALID_REQUEST',
    whole,
    { type: 'object', additionalProperties: true, ...schema } as ApiPropertyOptions,
    options,
  );
}

/** An instant that PostgreSQL takes as well: it knows no year 0, and no place 16 hours from UTC. */
export function isInstant(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const match =
    /^(?!0000)(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):\d{2}))?$/.exec(
      value,
    );
  if (!match || Number.isNaN(Date.parse(value))) return false;
  const [, year, month, day] = match.map(Number);
  return day! <= new Date(Date.UTC(year!, month, 0)).getUTCDate();
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
