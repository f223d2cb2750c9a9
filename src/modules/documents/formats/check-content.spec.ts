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
const line = invoiceExample.lines[0]!;

function complete(change: object = {}, type: InvoiceType = 'invoice'): Invoice {
  const input: InvoiceInput = { seller, ...invoiceExample, ...change };
  return completeInvoice(input, type, endpoints);
}

/** What UBL of others may lack, though our own schema would not let it pass. */
function without(change: (invoice: Invoice) => void): Invoice {
  const invoice = structuredClone(complete());
  change(invoice);
  return invoice;
}

describe('checkContent', () => {
  it('finds nothing wrong with the example', () => {
    expect(checkContent(complete())).toEqual([]);
  });

  it.each<[string, string, Invoice]>([
    ['BR-06', 'seller.name', without((invoice) => (invoice.seller.name = ''))],
    ['BR-07', 'buyer.name', without((invoice) => (invoice.buyer.name = ''))],
    ['BR-09', 'seller.address.country', without((invoice) => (invoice.seller.address.country = ''))],
    ['BR-11', 'buyer.address.country', without((invoice) => (invoice.buyer.address.country = ''))],
    ['PEPPOL-EN16931-R020', 'seller.endpoint', without((invoice) => delete invoice.seller.endpoint)],
    ['PEPPOL-EN16931-R010', 'buyer.endpoint', without((invoice) => delete invoice.buyer.endpoint)],
    ['BR-62', 'seller.endpoint.scheme', without((invoice) => delete invoice.seller.endpoint!.scheme)],
    ['BR-63', 'buyer.endpoint.scheme', without((invoice) => delete invoice.buyer.endpoint!.scheme)],
    ['BR-CO-09', 'buyer.vatNumber', without((invoice) => (invoice.buyer.vatNumber = '0123456749'))],
    ['PEPPOL-EN16931-R003', 'buyerReference', without((invoice) => delete invoice.buyerReference)],
    ['BR-CO-25', 'dueDate', without((invoice) => delete invoice.dueDate)],
    ['BR-16', 'lines', without((invoice) => (invoice.lines = []))],
    ['BR-21', 'lines[0].id', without((invoice) => (invoice.lines[0]!.id = ''))],
    ['BR-23', 'lines[0].unitCode', without((invoice) => (invoice.lines[0]!.unitCode = ''))],
    ['BR-25', 'lines[0].name', without((invoice) => (invoice.lines[0]!.name = ''))],
    ['BR-CO-04', 'lines[0].vatCategory', without((invoice) => (invoice.lines[0]!.vatCategory = ''))],
    ['BR-CL-18', 'lines[0].vatCategory', without((invoice) => (invoice.lines[0]!.vatCategory = 'X'))],
    ['BR-29', 'period.end', complete({ period: { start: '2026-04-30', end: '2026-04-01' } })],
    ['BR-61', 'paymentMeans[0].iban', complete({ paymentMeans: [{ code: '30' }] })],
    ['BR-DEC-23', 'lines[0].netAmount', complete({ lines: [{ ...line, netAmount: '1000.001' }] })],
    [
      'BR-DEC-01',
      'allowances[0].amount',
      complete({ allowances: [{ amount: '1.001', reason: 'r', vatRate: 20 }] }),
    ],
    [
      'BR-DEC-24',
      'lines[0].allowances[0].amount',
      complete({ lines: [{ ...line, allowances: [{ amount: '1.001', reason: 'r' }] }] }),
    ],
    [
      'PEPPOL-EN16931-R041',
      'charges[0].baseAmount',
      complete({ charges: [{ amount: 1, percentage: 10, reason: 'r', vatRate: 20 }] }),
    ],
    [
      'PEPPOL-EN16931-R042',
      'charges[0].percentage',
      complete({ charges: [{ amount: 1, baseAmount: 10, reason: 'r', vatRate: 20 }] }),
    ],
    [
      'BR-S-06',
      'allowances[0].vatRate',
      complete({ allowances: [{ amount: 1, reason: 'r', vatCategory: 'S', vatRate: 0 }] }),
    ],
    [
      'BR-AE-07',
      'charges[0].vatRate',
      complete({ charges: [{ amount: 1, reason: 'r', vatCategory: 'AE', vatRate: 20 }] }),
    ],
    ['BR-32', 'allowances[0].vatCategory', complete({ allowances: [{ amount: 1, reason: 'r' }] })],
    [
      'BR-S-10',
      'vatBreakdown[0].exemptionReason',
      complete({ vatBreakdown: [{ category: 'S', rate: 20, exemptionReason: 'none' }] }),
    ],
    [
      'BR-AE-10',
      'vatBreakdown[0].exemptionReason',
      without((invoice) => (invoice.vatBreakdown[0]!.category = 'AE')),
    ],
  ])('%s at %s', (rule, field, invoice) => {
    const violation = checkContent(invoice).find((entry) => entry.rule === rule);
    expect(violation).toMatchObject({ field: `document.${field}`, severity: 'fatal' });
    expect(violation!.xpath).toMatch(/^\/Invoice\/\w+:\w+/);
    expect(violation!.message.length).toBeGreaterThan(10);
    expect(violation!.fix.length).toBeGreaterThan(5);
  });

  it('names both figures of a percentage that does not fit its amount, and tolerates two cents', () => {
    const charge = { amount: '10.03', baseAmount: 100, percentage: 10, reason: 'r', vatRate: 20 };
    const [violation] = checkContent(complete({ charges: [charge] }));
    expect(violation).toMatchObject({ rule: 'PEPPOL-EN16931-R040', field: 'document.charges[0].amount' });
    expect(violation!.message).toContain('10.03');
    expect(violation!.message).toContain('10.00');
    expect(checkContent(complete({ charges: [{ ...charge, amount: '10.02' }] }))).toEqual([]);
  });

  it('tells the second allowance of a credit note by its path', () => {
    const allowances = [{ amount: 1, reason: 'r', vatRate: 20 }, { amount: 1, vatRate: 20 }]; // prettier-ignore
    const [violation] = checkContent(complete({ allowances }, 'credit_note'));
    expect(violation!.xpath).toBe(
      "/CreditNote/cac:AllowanceCharge[cbc:ChargeIndicator='false'][2]/cbc:AllowanceChargeReason",
    );
  });

  it('asks no credit note, and nobody to whom nothing is owed, when it will be paid', () => {
    const { dueDate: _dueDate, ...undated } = invoiceExample;
    const free = completeInvoice(
      { seller, ...undated, totals: { prepaidAmount: 1200 } },
      'invoice',
      endpoints,
    );
    const credit = completeInvoice({ seller, ...undated }, 'credit_note', endpoints);
    for (const invoice of [free, credit]) {
      expect(invoice.paymentTerms).toBeUndefined();
      expect(checkContent(invoice)).toEqual([]);
    }
  });
});

describe('checkSums on the VAT breakdown', () => {
  const rulesOf = (change: object) => checkSums(complete(change)).map(({ rule }) => rule);
  const untaxed = { lines: [{ ...line, vatRate: 0 }] };

  it('wants nothing of what is not taxed, to the cent', () => {
    const subtotal = { category: 'Z', rate: 0, taxableAmount: 1000 };
    expect(rulesOf({ ...untaxed, vatBreakdown: [{ ...subtotal, taxAmount: '0.40' }] })).toEqual(['BR-Z-09']);
    expect(rulesOf({ ...untaxed, vatBreakdown: [{ ...subtotal, taxableAmount: '999.99' }] })).toEqual([
      'BR-Z-08',
    ]);
  });

  it('tolerates less than one unit where it is taxed', () => {
    const subtotal = { category: 'S', rate: 20, taxAmount: 200 };
    expect(rulesOf({ vatBreakdown: [{ ...subtotal, taxableAmount: '1000.99' }] })).toEqual([]);
    expect(rulesOf({ vatBreakdown: [{ ...subtotal, taxableAmount: '1001.00' }] })).toEqual(['BR-S-08']);
  });

  it('wants a breakdown, and knows no sums of split payment', () => {
    expect(rulesOf({ vatBreakdown: [] })).toEqual(['BR-CO-18', 'BR-S-01']);
    const lines = [{ ...line, vatCategory: 'B' }];
    expect(rulesOf({ lines, vatBreakdown: [{ category: 'B', rate: 20, taxableAmount: 900 }] })).toEqual([]);
  });

  it('computes what an entry leaves out, so that an exemption needs its reason only', () => {
    const lines = [line, { ...line, vatCategory: 'E', vatRate: 0 }];
    const exemption = { category: 'E', rate: 0, exemptionReason: 'Exempt under article 132' };
    const invoice = complete({ lines, vatBreakdown: [{ category: 'S', rate: 20 }, exemption] });
    expect(invoice.vatBreakdown).toEqual([
      { category: 'S', rate: '20', taxableAmount: '1000.00', taxAmount: '200.00' },
      { ...exemption, rate: '0', taxableAmount: '1000.00', taxAmount: '0.00' },
    ]);
    expect([...checkSums(invoice), ...checkContent(invoice)]).toEqual([]);
  });
});
