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
});
