import fc from 'fast-check';
import { checkContent } from './check-content';
import { checkSums } from './check-sums';
import { completeInvoice } from './complete-invoice';
import { Invoice, InvoiceInput, InvoiceType } from './invoice';
import { invoiceExample } from './invoice-schema';
import { readUbl } from './ubl-reader';
import { writeUbl } from './ubl-writer';

const seller = { name: 'ACME France SARL', vatNumber: 'FR86797978996', address: { country: 'FR' } };
const endpoints = {
  seller: { scheme: '0009', value: 'FR86797978996' },
  buyer: { scheme: '0208', value: '0123456789' },
};
const typed = (more: object = {}): InvoiceInput => ({ seller, ...invoiceExample, ...more });
const complete = (more: object = {}, type: InvoiceType = 'invoice') =>
  completeInvoice(typed(more), type, endpoints);
const rulesOf = (invoice: Invoice) =>
  [...checkSums(invoice), ...checkContent(invoice)].map(({ rule }) => rule);

describe('completeInvoice', () => {
  it('computes all that follows from the lines', () => {
    const invoice = complete();
    expect(invoice.totals).toEqual({
      lineNetAmount: '1000.00',
      allowanceAmount: '0.00',
      chargeAmount: '0.00',
      taxExclusiveAmount: '1000.00',
      vatAmount: '200.00',
      taxInclusiveAmount: '1200.00',
      prepaidAmount: '0.00',
      roundingAmount: '0.00',
      payableAmount: '1200.00',
    });
    expect(invoice.vatBreakdown).toEqual([
      { category: 'S', rate: '20', taxableAmount: '1000.00', taxAmount: '200.00' },
    ]);
    expect(invoice.lines[0]).toMatchObject({ id: '1', netAmount: '1000.00', vatCategory: 'S' });
    expect(invoice.buyer.endpoint).toEqual(endpoints.buyer);
  });

  it('groups VAT by category and rate, with allowances and charges of the document and of lines', () => {
    const invoice = complete({
      lines: [
        { name: 'A', quantity: 3, unitPrice: '33.333', vatRate: 20 },
        {
          name: 'B',
          quantity: '10',
          unitPrice: '5',
          baseQuantity: '4',
          vatRate: '20.0',
          allowances: [{ amount: 2.5, reason: 'Discount' }],
        },
        { name: 'C', quantity: 1, unitPrice: 50, vatRate: 0 },
      ],
      allowances: [{ amount: '10', reason: 'Loyal', vatRate: 20 }],
      charges: [{ amount: '4.99', reason: 'Freight', vatRate: 20 }],
      totals: { prepaidAmount: '100' },
    });
    expect(invoice.lines.map(({ netAmount }) => netAmount)).toEqual(['100.00', '10.00', '50.00']);
    expect(
      invoice.vatBreakdown.map(({ category, rate, taxableAmount, taxAmount }) => [
        category,
        rate,
        taxableAmount,
        taxAmount,
      ]),
    ).toEqual([
      ['S', '20', '104.99', '21.00'],
      ['Z', '0', '50.00', '0.00'],
    ]);
    expect(invoice.totals).toMatchObject({
      taxExclusiveAmount: '154.99',
      taxInclusiveAmount: '175.99',
      payableAmount: '75.99',
    });
    expect(rulesOf(invoice)).toEqual([]);
  });

  it('rounds half towards positive infinity, as XPath does', () => {
    expect(
      complete({ lines: [{ name: 'A', quantity: 1, unitPrice: '0.005', vatRate: 20 }] }).lines[0]!.netAmount,
    ).toBe('0.01');
    expect(
      complete({ lines: [{ name: 'A', quantity: -1, unitPrice: '0.005', vatRate: 20 }] }).lines[0]!.netAmount,
    ).toBe('0.00');
  });

  const cents = fc.integer({ min: 0, max: 9_999_999 }).map((value) => (value / 100).toFixed(2));
  const line = fc.record({
    name: fc.constant('Item'),
    quantity: fc.integer({ min: -1_000, max: 1_000_000 }).map((value) => (value / 1_000).toFixed(3)),
    unitPrice: cents,
    baseQuantity: fc.integer({ min: 1, max: 1_000 }).map(String),
    vatRate: fc.constantFrom('0', '2.1', '5.5', '10', '20', '21'),
  });

  it('always adds up, and survives UBL and back', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.constantFrom<InvoiceType>('invoice', 'credit_note'),
        (lines, type) => {
          const invoice = complete({ lines }, type);
          expect(rulesOf(invoice)).toEqual([]);
          const read = readUbl(Buffer.from(writeUbl(invoice)));
          expect(rulesOf(read)).toEqual([]);
          expect(read.totals).toEqual(invoice.totals);
          expect(read.vatBreakdown).toEqual(invoice.vatBreakdown);
          expect(read.type).toBe(type);
        },
      ),
      { numRuns: 200 },
    );
  });
});
