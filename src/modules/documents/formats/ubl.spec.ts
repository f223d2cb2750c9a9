import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../../../../test/support/shared';
import { expectWellFormed } from '../../../../test/support/well-formed';
import { checkContent } from './check-content';
import { checkSums } from './check-sums';
import { completeInvoice } from './complete-invoice';
import { Invoice, InvoiceInput, InvoiceType } from './invoice';
import { invoiceExample } from './invoice-schema';
import { swapParties } from './swap-parties';
import { readUbl } from './ubl-reader';
import { writeUbl } from './ubl-writer';
import { UnreadableDocument } from '../../../core/xml/xml-tree';

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

describe('UBL', () => {
  const full = complete({
    notes: ['<&> "quoted" — é€😀'],
    precedingInvoices: [{ number: 'OLD-1', issueDate: '2026-01-01' }],
    period: { start: '2026-04-01', end: '2026-04-30' },
    payee: { name: 'Factor SA', legalId: { scheme: '0002', value: '797978996' } },
    delivery: { date: '2026-04-20', address: { country: 'BE', city: 'Gent' } },
    paymentMeans: [{ code: '30', iban: 'BE68539007547034', bic: 'GKCCBEBB', remittance: 'INV-1' }],
    allowances: [{ amount: '10', reason: 'Loyal', vatRate: 20 }],
    attachments: [{ id: 'timesheet', fileName: 't.pdf', mediaType: 'application/pdf', content: 'JVBERi0=' }],
  });

  it('keeps every part of an invoice on the way there and back', () => {
    expect(JSON.parse(JSON.stringify(readUbl(Buffer.from(writeUbl(full)))))).toMatchObject(
      JSON.parse(JSON.stringify(full)),
    );
  });

  it('is well-formed in the eyes of xmllint', () => {
    expectWellFormed(writeUbl(full));
  });

  it('swaps the parties for the echo', () => {
    const echo = readUbl(Buffer.from(writeUbl(swapParties(full))));
    expect([echo.number, echo.seller.name, echo.buyer.name]).toEqual([
      'ECHO-INV-2026-0417',
      'Globex SRL',
      'ACME France SARL',
    ]);
    expect(rulesOf(echo)).toEqual([]);
  });

  it.each([
    ['<!DOCTYPE x [<!ENTITY a "b">]><Invoice/>', /DOCTYPE/],
    [
      '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><a></Invoice>',
      /not well-formed.*line 1/,
    ],
    [
      '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>',
      /no UBL 2.1 Invoice or CreditNote/,
    ],
    ['<Invoice/>', /no UBL 2.1 Invoice/],
    ['<a>'.repeat(200), /nested deeper/],
    ['', /not well-formed/],
    ['not xml', /not well-formed/],
    [writeUbl(full).replace('>1000.00<', '>1,000.00<'), /no decimal number/],
    [writeUbl(full).replace(/<cbc:ID>INV-2026-0417<\/cbc:ID>/, ''), /no ID/],
  ])('refuses %#', (xml, message) => {
    expect(() => readUbl(Buffer.from(xml))).toThrow(UnreadableDocument);
    expect(() => readUbl(Buffer.from(xml))).toThrow(message);
  });

  it('refuses what is not UTF-8', () => {
    expect(() => readUbl(Buffer.from([0x3c, 0xff, 0xfe]))).toThrow('UTF-8');
  });

  const samples = sharedPath('data/invoices/ubl');
  it('reads the official samples, and finds no fault in their sums', () => {
    if (!existsSync(samples)) return console.warn('skipped: ../shared/data is not here');
    for (const name of readdirSync(samples).filter((file) => /^(base|vat|Vat|ubl|Allow|sales)/.test(file))) {
      const violations = checkSums(readUbl(readFileSync(join(samples, name))));
      // The tc434 samples keep EN 16931 alone, not Peppol's rule on the sums of lines.
      const rules = violations
        .map(({ rule }) => rule)
        .filter((rule) => !(name.includes('tc434') && rule.startsWith('PEPPOL')));
      expect([name, rules]).toEqual([name, []]);
    }
  });
});
