import { countries, currencies } from './code-lists';

export type ShapeCode =
  | 'INVALID_REQUEST'
  | 'MISSING_FIELD'
  | 'INVALID_ENUM'
  | 'INVALID_DATE'
  | 'INVALID_CURRENCY'
  | 'INVALID_IBAN'
  | 'INVALID_VAT_FORMAT'
  | 'INVALID_PARTICIPANT_ID';

interface Format {
  test: (value: string) => boolean;
  /** What to write instead. */
  message: string;
  code?: ShapeCode;
}

/** The characters that XML 1.0 can carry (2.2, Char). */
const xmlText = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export const decimalMeaning =
  'must be a decimal number such as 2 or "2.50", with at most 15 digits before the point and 10 after it';

/** The `format`s of the schema: OpenAPI shows their names, ajv asks their tests. */
export const shapeFormats: Record<string, Format> = {
  text: { test: isXmlText, message: 'must hold visible text, and no control characters' },
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
  iban: {
    test: isIban,
    message: 'must be an IBAN without spaces, its check digits right',
    code: 'INVALID_IBAN',
  },
  'unit-code': {
    test: (value) => /^[A-Z0-9]{1,3}$/.test(value),
    message: 'must be a code of UN/ECE Recommendation 20, such as C62 or DAY',
    code: 'INVALID_ENUM',
  },
  'vat-number': {
    test: isVatNumber,
    message: 'must begin with the code of its country, like BE0123456749',
    code: 'INVALID_VAT_FORMAT',
  },
  'participant-scheme': {
    test: (value) => /^\d{4}$/.test(value),
    message: 'must be the four digits of an EAS code, such as 0208',
    code: 'INVALID_PARTICIPANT_ID',
  },
  base64: {
    test: (value) => value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
    message: 'must be base64 without line breaks',
  },
};

/** A number's own JSON text counts, so an exponent is refused: nobody means 1e21 euros. */
export function isDecimal(value: unknown): boolean {
  return (
    (typeof value === 'string' || typeof value === 'number') &&
    /^-?\d{1,15}(\.\d{1,10})?$/.test(String(value))
  );
}

/** The year 0 exists neither in xs:date nor in PostgreSQL. */
function isDate(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match || match[1] === '0000') return false;
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

function isVatNumber(value: string): boolean {
  return /^[A-Z]{2}[A-Z0-9]{2,18}$/.test(value) && isVatPrefix(value.slice(0, 2));
}

/** BR-CO-09: the country of ISO 3166-1, except that Greece writes EL. */
export function isVatPrefix(prefix: string): boolean {
  return countries.has(prefix) || prefix === 'EL';
}

/** What XML 1.0 cannot carry is refused here, where the caller can still mend it. */
function isXmlText(value: string): boolean {
  return value.trim() !== '' && xmlText.test(value);
}
