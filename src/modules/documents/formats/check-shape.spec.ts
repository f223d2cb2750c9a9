import { checkInvoiceShape } from './check-shape';
import { InvoiceInput } from './invoice';
import { invoiceExample } from './invoice-schema';

const seller = { name: 'ACME France SARL', vatNumber: 'FR86797978996', address: { country: 'FR' } };
const typed = (more: object = {}): InvoiceInput => ({ seller, ...invoiceExample, ...more });
describe('checkInvoiceShape', () => {
  const violationsOf = (change: object) =>
    checkInvoiceShape(typed(change)).map(({ field, rule, code }) => [field, rule, code]);
  const line = invoiceExample.lines[0];

  it('accepts the example, and amounts as numbers', () => {
    expect(violationsOf({})).toEqual([]);
    expect(violationsOf({ lines: [{ ...line, quantity: -2.5, unitPrice: 0 }] })).toEqual([]);
  });

  it.each([
    [
      { lines: [line, line, line, { ...line, quantity: true }] },
      'document.lines[3].quantity',
      'type',
      'INVALID_REQUEST',
    ],
    [{ lines: [{ ...line, quantity: '1e5' }] }, 'document.lines[0].quantity', 'type', 'INVALID_REQUEST'],
    [{ lines: [{ ...line, quantity: 1e21 }] }, 'document.lines[0].quantity', 'type', 'INVALID_REQUEST'],
    [{ lines: [{ ...line, vatRate: undefined }] }, 'document.lines[0].vatRate', 'required', 'MISSING_FIELD'],
    [{ lines: [{ ...line, surprise: 1 }] }, 'document.lines[0].surprise', 'unknown_field', 'INVALID_REQUEST'],
    [{ lines: [] }, 'document.lines', 'minItems', 'INVALID_REQUEST'],
    [{ lines: 'none' }, 'document.lines', 'type', 'INVALID_REQUEST'],
    [{ issueDate: '2026-02-30' }, 'document.issueDate', 'format', 'INVALID_DATE'],
    [{ currency: 'EURO' }, 'document.currency', 'format', 'INVALID_CURRENCY'],
    [
      { paymentMeans: [{ code: '30', iban: 'BE68539007547035' }] },
      'document.paymentMeans[0].iban',
      'format',
      'INVALID_IBAN',
    ],
    [{ seller: { ...seller, vatNumber: '12' } }, 'document.seller.vatNumber', 'format', 'INVALID_VAT_FORMAT'],
    [
      { seller: { ...seller, address: { country: 'XX' } } },
      'document.seller.address.country',
      'format',
      'INVALID_ENUM',
    ],
    [{ number: 'A\u0001B' }, 'document.number', 'format', 'INVALID_REQUEST'],
    [{ number: 'A\ud800' }, 'document.number', 'format', 'INVALID_REQUEST'],
    [{ issueDate: '0000-01-01' }, 'document.issueDate', 'format', 'INVALID_DATE'],
    [{ dueDate: '2025-02-29' }, 'document.dueDate', 'format', 'INVALID_DATE'],
    [{ dueDate: null }, 'document.dueDate', 'type', 'INVALID_REQUEST'],
    [{ notes: ['  '] }, 'document.notes[0]', 'format', 'INVALID_REQUEST'],
    [
      { seller: { ...seller, vatNumber: 'XX123456' } },
      'document.seller.vatNumber',
      'format',
      'INVALID_VAT_FORMAT',
    ],
    [
      { seller: { ...seller, endpoint: { scheme: 'GLN', value: '1' } } },
      'document.seller.endpoint.scheme',
      'format',
      'INVALID_PARTICIPANT_ID',
    ],
    [
      { seller: { ...seller, endpoint: { value: '1' } } },
      'document.seller.endpoint.scheme',
      'required',
      'MISSING_FIELD',
    ],
    [{ lines: [{ ...line, vatCategory: 'X' }] }, 'document.lines[0].vatCategory', 'enum', 'INVALID_ENUM'],
    [
      { attachments: [{ id: 'a', mediaType: 'text/html' }] },
      'document.attachments[0].mediaType',
      'enum',
      'INVALID_ENUM',
    ],
    [{ number: '' }, 'document.number', 'minLength', 'INVALID_REQUEST'],
  ])('refuses %j at %s', (change, field, rule, code) => {
    const defined = JSON.parse(JSON.stringify(change)) as object;
    expect(violationsOf(Object.keys(defined).length > 0 ? defined : change)).toContainEqual([
      field,
      rule,
      code,
    ]);
  });

  it.each([null, [], 'text', 7])('refuses %j as a whole', (value) => {
    expect(checkInvoiceShape(value)[0]).toMatchObject({ field: 'document', rule: 'type' });
  });

  it('stops at a hundred', () => {
    expect(checkInvoiceShape(typed({ lines: Array.from({ length: 5_000 }, () => ({})) }))).toHaveLength(100);
  });

  it.each([
    [{ lines: [{ ...line, quantity: true }] }, 'must be a decimal number such as 2 or "2.50"'],
    [{ lines: [{ ...line, quantity: true }] }, 'got the boolean true'],
    [{ number: '' }, 'must not be empty'],
    [{ number: 'x'.repeat(101) }, 'must have at most 100 characters'],
    [{ lines: [] }, 'must have at least 1 entry'],
    [{ notes: new Array<string>(21).fill('a') }, 'must have at most 20 entries'],
    [{ dueDate: null }, 'leave the field out'],
  ])('says of %j in plain words: %s', (change, message) => {
    const violations = checkInvoiceShape(typed(change));
    expect(violations).toHaveLength(1);
    expect(violations[0]!.message).toContain(message);
  });

  it('speaks of the path that it is told', () => {
    expect(checkInvoiceShape(typed({ lines: [{}] }), 'body')[0]!.field).toMatch(/^body\.lines\[0\]\./);
  });

  it('counts the lines, and looks at each of the 10,000 that there may be', () => {
    const many = (length: number) => Array.from({ length }, () => line);
    expect(violationsOf({ lines: many(10_000) })).toEqual([]);
    expect(violationsOf({ lines: many(10_001) })).toEqual([
      ['document.lines', 'maxItems', 'INVALID_REQUEST'],
    ]);
    expect(violationsOf({ lines: [...many(9_999), {}] })[0]![0]).toBe('document.lines[9999].name');
  });

  it.each([
    ['lines', { lines: new Array<object>(2_000_000).fill({}) }, 100],
    ['notes', { notes: new Array<number>(2_000_000).fill(1) }, 1],
    ['the parts of a line', { lines: [{ ...line, allowances: new Array<number>(500_000).fill(1) }] }, 1],
    [
      'unknown fields',
      Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 1])),
      1,
    ],
  ])('does not choke on too many of %s', (_what, change, violations) => {
    const began = process.hrtime.bigint();
    expect(checkInvoiceShape(typed(change))).toHaveLength(violations);
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(3_000);
  });
});
