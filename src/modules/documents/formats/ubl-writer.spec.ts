import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../../../../test/support/shared';
import { checkContent } from './check-content';
import { checkSums } from './check-sums';
import { completeInvoice } from './complete-invoice';
import { Invoice, InvoiceType, invoiceTypeCodes } from './invoice';
import { invoiceExample } from './invoice-schema';
import { swapParties } from './swap-parties';
import { readUbl } from './ubl-reader';
import { writeUbl } from './ubl-writer';
import { parseXml, XmlNode } from '../../../core/xml/xml-tree';

const seller = { name: 'ACME France SARL', vatNumber: 'FR86797978996', address: { country: 'FR' } };
const endpoints = {
  seller: { scheme: '0009', value: 'FR86797978996' },
  buyer: { scheme: '0208', value: '0123456789' },
};
const everything = {
  seller: {
    ...seller,
    tradingName: 'ACME',
    legalId: { scheme: '0002', value: '797978996' },
    address: {
      street: '1 rue',
      additionalStreet: 'B',
      city: 'Paris',
      postalCode: '75001',
      region: 'IDF',
      country: 'FR',
    },
    contact: { name: 'A', phone: '1', email: 'a@b.example' },
  },
  taxPointDate: '2026-04-25',
  orderReference: 'PO-1',
  contractReference: 'C-1',
  precedingInvoices: [{ number: 'OLD-1', issueDate: '2026-01-01' }, { number: 'OLD-2' }],
  period: { start: '2026-04-01', end: '2026-04-30' },
  notes: ['one', 'two'],
  payee: { name: 'Factor SA', legalId: { scheme: '0002', value: '797978996' } },
  delivery: { date: '2026-04-20', address: { country: 'BE', city: 'Gent' } },
  paymentMeans: [
    { code: '30', iban: 'BE68539007547034', bic: 'GKCCBEBB', accountName: 'ACME', remittance: 'INV-1' },
    { code: '30', iban: 'FR1420041010050500013M02606' },
  ],
  paymentTerms: '30 days',
  allowances: [
    { amount: '10', baseAmount: '100', percentage: '10', reason: 'Loyal', reasonCode: '95', vatRate: 20 },
  ],
  charges: [{ amount: '3', reason: 'Freight', vatRate: '5.5' }],
  lines: [
    {
      ...invoiceExample.lines[0]!,
      description: 'd',
      note: 'n',
      baseQuantity: '4',
      orderLine: '7',
      allowances: [{ amount: '1', reason: 'r' }],
      charges: [{ amount: '2', reasonCode: 'FC' }],
      item: {
        sellerId: 's',
        buyerId: 'b',
        standardId: { scheme: '0160', value: '04012345678901' },
        classification: [{ list: 'STI', code: '80101500' }],
      },
    },
    { name: 'Travel', quantity: -1, unitPrice: '12.505', vatRate: '5.5' },
  ],
  attachments: [
    { id: 'a', description: 'd', fileName: 'é "x".pdf', mediaType: 'application/pdf', content: 'JVBERi0=' },
    { id: 'b', url: 'https://example.com/?a=1&b=2' },
  ],
};
const complete = (change: object = {}, type: InvoiceType = 'invoice'): Invoice =>
  completeInvoice({ seller, ...invoiceExample, ...change }, type, endpoints);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const rulesOf = (invoice: Invoice) =>
  [...checkSums(invoice), ...checkContent(invoice)].map(({ rule }) => rule);

/** The order that the schemas of UBL 2.1 fix, of the elements that we write. */
const party = 'EndpointID PartyName PostalAddress PartyTaxScheme PartyLegalEntity Contact';
const item =
  'Description Name BuyersItemIdentification SellersItemIdentification StandardItemIdentification CommodityClassification ClassifiedTaxCategory';
const tail =
  'AccountingSupplierParty AccountingCustomerParty PayeeParty Delivery PaymentMeans PaymentTerms AllowanceCharge TaxTotal LegalMonetaryTotal';
const references =
  'DocumentCurrencyCode BuyerReference InvoicePeriod OrderReference BillingReference ContractDocumentReference AdditionalDocumentReference';
const sequences: Record<string, string> = {
  Invoice: `CustomizationID ProfileID ID IssueDate DueDate InvoiceTypeCode Note TaxPointDate ${references} ${tail} InvoiceLine`,
  CreditNote: `CustomizationID ProfileID ID IssueDate TaxPointDate CreditNoteTypeCode Note ${references} ${tail} CreditNoteLine`,
  Party: party,
  PayeeParty: 'PartyName PartyLegalEntity',
  PostalAddress: 'StreetName AdditionalStreetName CityName PostalZone CountrySubentity Country',
  Address: 'StreetName AdditionalStreetName CityName PostalZone CountrySubentity Country',
  PartyTaxScheme: 'CompanyID TaxScheme',
  PartyLegalEntity: 'RegistrationName CompanyID',
  Contact: 'Name Telephone ElectronicMail',
  InvoicePeriod: 'StartDate EndDate',
  InvoiceDocumentReference: 'ID IssueDate',
  AdditionalDocumentReference: 'ID DocumentDescription Attachment',
  Attachment: 'EmbeddedDocumentBinaryObject ExternalReference',
  Delivery: 'ActualDeliveryDate DeliveryLocation',
  PaymentMeans: 'PaymentMeansCode PaymentDueDate PaymentID PayeeFinancialAccount',
  PayeeFinancialAccount: 'ID Name FinancialInstitutionBranch',
  AllowanceCharge:
    'ChargeIndicator AllowanceChargeReasonCode AllowanceChargeReason MultiplierFactorNumeric Amount BaseAmount TaxCategory',
  TaxCategory: 'ID Percent TaxExemptionReasonCode TaxExemptionReason TaxScheme',
  ClassifiedTaxCategory: 'ID Percent TaxScheme',
  TaxTotal: 'TaxAmount TaxSubtotal',
  TaxSubtotal: 'TaxableAmount TaxAmount TaxCategory',
  LegalMonetaryTotal:
    'LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount',
  InvoiceLine: 'ID Note InvoicedQuantity LineExtensionAmount OrderLineReference AllowanceCharge Item Price',
  CreditNoteLine:
    'ID Note CreditedQuantity LineExtensionAmount OrderLineReference AllowanceCharge Item Price',
  Item: item,
  Price: 'PriceAmount BaseQuantity',
};

function outOfOrder(node: XmlNode): string[] {
  const names = node.children.map(({ name }) => name);
  const sequence = sequences[node.name]?.split(' ') ?? names;
  const places = names.map((name) => sequence.indexOf(name));
  const isRight = places.every((place, index) => place >= 0 && (index === 0 || place >= places[index - 1]!));
  return [...(isRight ? [] : [`${node.name}: ${names.join(' ')}`]), ...node.children.flatMap(outOfOrder)];
}

describe('writeUbl', () => {
  const types = Object.keys(invoiceTypeCodes) as InvoiceType[];

  it.each(types)('writes every part of a %s in the order of the schema, and reads the same again', (type) => {
    const invoice = complete(everything, type);
    expect(rulesOf(invoice)).toEqual([]);
    const bytes = Buffer.from(writeUbl(invoice));
    expect(outOfOrder(parseXml(bytes))).toEqual([]);
    expect(plain(readUbl(bytes))).toEqual(plain({ ...invoice, lines: readableLines(invoice) }));
  });

  it('leaves no element empty (PEPPOL-EN16931-R008)', () => {
    for (const change of [{}, everything])
      expect(writeUbl(complete(change))).not.toMatch(/<[^/>]+\/>|>\s*<\/c[bc]/);
  });

  it('says who bills whom', () => {
    expect(writeUbl(complete())).toContain(':poacc:billing:01:1.0<');
    expect(writeUbl(complete({}, 'self_billed_invoice'))).toContain(':poacc:selfbilling:01:1.0<');
    expect(writeUbl(complete({}, 'self_billed_credit_note'))).toContain('>261<');
  });

  it('keeps the due date of a credit note, which has no element of its own for it', () => {
    const invoice = complete({}, 'credit_note');
    expect(invoice.paymentMeans).toEqual([{ code: '1' }]);
    expect(readUbl(Buffer.from(writeUbl(invoice))).dueDate).toBe('2026-05-25');
    const twice = writeUbl(complete({ paymentMeans: everything.paymentMeans }, 'credit_note'));
    expect(twice.match(/<cbc:PaymentDueDate>/g)).toHaveLength(1);
  });

  it('writes the sum of allowances that cancel each other out (BR-CO-11)', () => {
    const allowances = [{ amount: 5, reason: 'a', vatRate: 20 }, { amount: -5, reason: 'b', vatRate: 20 }]; // prettier-ignore
    expect(writeUbl(complete({ allowances }))).toContain('AllowanceTotalAmount currencyID="EUR">0.00<');
  });

  it('keeps any text that XML can carry', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((value) => /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(value) && value.trim() === value); // prettier-ignore
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(' ', '<', '&', '"', "'", ']]>', '\t', '\n', '\r', '&#10;'),
        (given, mark) => {
          const value = `a${mark}${given}${mark}z`;
          const attachments = [{ id: 'x', fileName: value, mediaType: 'application/pdf', content: 'AAAA' }];
          const invoice = readUbl(Buffer.from(writeUbl(complete({ notes: [value], attachments }))));
          expect(invoice.notes).toEqual([value]);
          expect(invoice.attachments![0]!.fileName).toBe(value);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('carries 10,000 lines', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({
      name: `Item ${index}`,
      quantity: '3',
      unitPrice: '0.335',
      vatRate: index % 2 === 0 ? '20' : '5.5',
    }));
    const invoice = complete({ lines });
    expect(invoice.totals.lineNetAmount).toBe('10100.00');
    expect(rulesOf(invoice)).toEqual([]);
    const read = readUbl(Buffer.from(writeUbl(invoice)));
    expect(read.lines).toHaveLength(10_000);
    expect(read.totals).toEqual(invoice.totals);
  });

  /** An empty item is not written, so it is not read either. */
  function readableLines({ lines }: Invoice) {
    return lines.map((line) => ({ ...line, item: line.item ?? {} }));
  }
});

describe('swapParties', () => {
  it('changes number, parties, and the date when it is told one', () => {
    const invoice = complete(everything);
    const echo = swapParties(invoice, '2026-05-01');
    expect(echo).toEqual({
      ...invoice,
      number: 'ECHO-INV-2026-0417',
      issueDate: '2026-05-01',
      seller: invoice.buyer,
      buyer: invoice.seller,
    });
    expect(swapParties(invoice).issueDate).toBe(invoice.issueDate);
    expect(rulesOf(readUbl(Buffer.from(writeUbl(echo))))).toEqual([]);
  });

  const samples = sharedPath('data/invoices/ubl');
  it('echoes the official samples with the same verdicts, in the order of the schema', () => {
    if (!existsSync(samples)) return console.warn('skipped: ../shared/data is not here');
    for (const name of readdirSync(samples)) {
      const invoice = readUbl(readFileSync(join(samples, name)));
      const bytes = Buffer.from(writeUbl(swapParties(invoice)));
      expect([name, outOfOrder(parseXml(bytes))]).toEqual([name, []]);
      const swapped = (rule: string) => swappedRules[rule] ?? rule;
      expect([name, rulesOf(readUbl(bytes)).sort()]).toEqual([name, rulesOf(invoice).map(swapped).sort()]);
    }
  });

  /** What one party lacks, the other lacks afterwards. */
  const swappedRules: Record<string, string> = {
    'PEPPOL-EN16931-R010': 'PEPPOL-EN16931-R020',
    'PEPPOL-EN16931-R020': 'PEPPOL-EN16931-R010',
  };
});
