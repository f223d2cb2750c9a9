import { checkContent } from './check-content';
import { checkSums } from './check-sums';
import { completeInvoice } from './complete-invoice';
import { Invoice, InvoiceInput, InvoiceType } from './invoice';
import { invoiceExample } from './invoice-schema';

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

describe('checkSums', () => {
  it.each([
    [
      'PEPPOL-EN16931-R120',
      'lines[0].netAmount',
      { lines: [{ ...invoiceExample.lines[0], netAmount: '999.97' }] },
      ['999.97', '1000.00'],
    ],
    ['BR-CO-10', 'totals.lineNetAmount', { totals: { lineNetAmount: '1000.01' } }, ['1000.01', '1000.00']],
    ['BR-CO-11', 'totals.allowanceAmount', { totals: { allowanceAmount: 5 } }, ['5', '0.00']],
    ['BR-CO-12', 'totals.chargeAmount', { totals: { chargeAmount: 5 } }, ['5', '0.00']],
    ['BR-CO-13', 'totals.taxExclusiveAmount', { totals: { taxExclusiveAmount: 900 } }, ['900', '1000.00']],
    ['BR-CO-14', 'totals.vatAmount', { totals: { vatAmount: '199.99' } }, ['199.99', '200.00']],
    [
      'BR-CO-15',
      'totals.taxInclusiveAmount',
      { totals: { taxInclusiveAmount: '1000' } },
      ['1000', '1200.00'],
    ],
    [
      'BR-CO-16',
      'totals.payableAmount',
      { totals: { payableAmount: '1100', prepaidAmount: '50' } },
      ['1100', '1150.00'],
    ],
    [
      'BR-S-08',
      'vatBreakdown[0].taxableAmount',
      breakdown({ taxableAmount: '999.00', taxAmount: '200.00' }),
      ['999', '1000.00'],
    ],
    ['BR-CO-17', 'vatBreakdown[0].taxAmount', breakdown({ taxAmount: '201.00' }), ['201', '200.00']],
    ['BR-S-01', 'vatBreakdown', breakdown({ rate: '19', taxAmount: '190' }), ['20 %']],
  ])('%s at %s names both figures and the fix', (rule, field, change, figures) => {
    const violation = checkSums(complete(change)).find((entry) => entry.rule === rule)!;
    expect(violation).toMatchObject({ severity: 'fatal', field: `document.${field}` });
    expect(violation.xpath).toMatch(/^\/Invoice\/cac:/);
    for (const figure of figures) expect(violation.message).toContain(figure);
    expect(violation.fix.length).toBeGreaterThan(5);
  });

  it('tolerates the rounding that the official rules tolerate', () => {
    expect(rulesOf(complete({ lines: [{ ...invoiceExample.lines[0], netAmount: '1000.02' }] }))).toEqual([]);
    expect(rulesOf(complete(breakdown({ taxAmount: '200.99' })))).toEqual([]);
  });

  function breakdown(change: object) {
    return {
      vatBreakdown: [{ category: 'S', rate: '20', taxableAmount: '1000.00', taxAmount: '200.00', ...change }],
    };
  }
});

describe('checkContent', () => {
  const line = invoiceExample.lines[0];
  it.each([
    ['BR-DEC-09', { totals: { lineNetAmount: '1000.001' } }],
    ['BR-27', { lines: [{ ...line, unitPrice: '-1' }] }],
    ['PEPPOL-EN16931-R121', { lines: [{ ...line, baseQuantity: 0 }] }],
    ['PEPPOL-EN16931-LINE-ID', { lines: [{ ...line, id: 'x' }, { ...line, id: 'x' }] }], // prettier-ignore
    ['BR-S-05', { lines: [{ ...line, vatCategory: 'S', vatRate: 0 }] }],
    ['BR-AE-05', { lines: [{ ...line, vatCategory: 'AE', vatRate: 20 }] }],
    ['BR-IC-05', { lines: [{ ...line, vatCategory: 'K', vatRate: 20 }] }],
    ['BR-E-10', { lines: [{ ...line, vatCategory: 'E', vatRate: 0 }] }],
    ['BR-33', { allowances: [{ amount: 1, vatRate: 20 }] }],
    ['BR-44', { lines: [{ ...line, charges: [{ amount: 1 }] }] }],
  ])('finds %s', (rule, change) => {
    expect(checkContent(complete(change)).map((entry) => entry.rule)).toContain(rule);
  });
});
