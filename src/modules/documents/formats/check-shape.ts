import Ajv, { ErrorObject } from 'ajv';
import { countries, currencies } from './code-lists';
import { invoiceSchema } from './invoice-schema';

/** A part of the document that has not the shape it must have. */
export interface ShapeViolation {
  field: string;
  rule: string;
  message: string;
  code:
    | 'INVALID_REQUEST'
    | 'MISSING_FIELD'
    | 'INVALID_ENUM'
    | 'INVALID_DATE'
    | 'INVALID_CURRENCY'
    | 'INVALID_IBAN'
    | 'INVALID_VAT_FORMAT';
}

const maximumViolations = 100;
/** The characters that XML 1.0 can carry (2.2, Char). */
const xmlText = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const decimalMeaning =
  'must be a decimal number such as 2 or "2.50", with at most 15 digits before the point and 10 after it';

const formats: Record<
  string,
  { test: (value: string) => boolean; message: string; code?: ShapeViolation['code'] }
> = {
  text: { test: isXmlText, message: 'must be text without control characters' },
  date: { test: isDate, message: 'must be a date of the calendar, like 2026-04-25', code: 'INVALID_DATE' },
  currency: {
    test: (value) => currencies.has(value),
    message: 'must be an ISO 4217 code such as EUR',
    code: 'INVALID_CURRENCY',
  },
  country: {
    test: (value) => countries.has(value),
    message: 'must be an ISO 3166-1 code such as BE',
    code: 'INVALID_ENUM',
  },
  iban: { test: isIban, message: 'must be an IBAN with right check digits', code: 'INVALID_IBAN' },
  'unit-code': {
    test: (value) => /^[A-Z0-9]{1,3}$/.test(value),
    message: 'must be a code of UN/ECE Recommendation 20, such as C62 or DAY',
    code: 'INVALID_ENUM',
  },
  'vat-number': {
    test: (value) => /^[A-Z]{2}[A-Z0-9]{2,18}$/.test(value),
    message: 'must begin with the country, like BE0123456749',
    code: 'INVALID_VAT_FORMAT',
  },
  base64: {
    test: (value) => value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
    message: 'must be base64',
  },
};

const ajv = new Ajv({ allErrors: true, verbose: true });
for (const [name, { test }] of Object.entries(formats))
  ajv.addFormat(name, { type: 'string', validate: test });
ajv.addKeyword({ keyword: 'decimal', validate: (_schema: unknown, value: unknown) => isDecimal(value) });
ajv.addKeyword('example');
const validate = ajv.compile(withDecimals(invoiceSchema) as object);

/** Every way in which the value is not the JSON of an invoice, a hundred at most; paths begin with `path`. */
export function checkInvoiceShape(value: unknown, path = 'document'): ShapeViolation[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, maximumViolations).map((error) => toViolation(error, path));
}

function toViolation(error: ErrorObject, path: string): ShapeViolation {
  const field = fieldOf(error, path);
  const params = error.params as {
    missingProperty?: string;
    format?: string;
    type?: string;
    allowedValues?: string[];
    limit?: number;
  };
  const violation = (message: string, code: ShapeViolation['code'] = 'INVALID_REQUEST') => ({
    field,
    rule: error.keyword,
    message,
    code,
  });
  switch (error.keyword) {
    case 'required':
      return violation('is required', 'MISSING_FIELD');
    case 'additionalProperties':
      return { ...violation('is not a known field; remove it'), rule: 'unknown_field' };
    case 'enum':
      return violation(`must be one of ${params.allowedValues!.join(', ')}`, 'INVALID_ENUM');
    case 'format':
      return violation(formats[params.format!]!.message, formats[params.format!]!.code);
    case 'decimal':
      return { ...violation(`${decimalMeaning}; got ${shown(error.data)}`), rule: 'type' };
    case 'type':
      return violation(
        `must be ${params.type === 'object' ? 'an object' : params.type === 'array' ? 'a list' : 'a text'}; got ${shown(error.data)}`,
      );
    default:
      return violation(error.message ?? 'is not valid');
  }
}

function fieldOf({ instancePath, params }: ErrorObject, path: string): string {
  const steps = instancePath.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')); // prettier-ignore
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

function isDecimal(value: unknown): boolean {
  return (
    (typeof value === 'string' || typeof value === 'number') &&
    /^-?\d{1,15}(\.\d{1,10})?$/.test(String(value))
  );
}

function isDate(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO 13616: the characters, the first four moved to the end and letters counted from 10, leave 1 when divided by 97. */
function isIban(value: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value)) return false;
  const digits = [...(value.slice(4) + value.slice(0, 4))]
    .map((character) => parseInt(character, 36))
    .join('');
  return [...digits].reduce((remainder, digit) => (remainder * 10 + Number(digit)) % 97, 0) === 1;
}

/** What XML 1.0 cannot carry is refused here, where the caller can still mend it. */
function isXmlText(value: string): boolean {
  return value.trim() !== '' && xmlText.test(value);
}

function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, 40))
    : `the ${typeof value} ${JSON.stringify(value)}`;
}
