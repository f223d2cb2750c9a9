import { vatCategories } from './code-lists';
import { adjustment, line } from './line-schema';
import { address, party } from './party-schema';
import { date, decimal, formatted, identifier, list, record, text } from './schema-parts';

/** The longest list of lines that is taken. */
export const maximumLines = 10_000;

const vatSubtotal = record(
  'One VAT category and rate (BG-23).',
  {
    category: { type: 'string', enum: vatCategories, description: 'VAT category (BT-118).', example: 'S' },
    rate: decimal('Rate in percent (BT-119).', '20'),
    taxableAmount: decimal('Taxable amount (BT-116); computed when absent.', '1000.00'),
    taxAmount: decimal('VAT (BT-117); computed when absent.', '200.00'),
    exemptionReason: text(
      'Why no VAT is due (BT-120); needed for category E, fixed by law for AE, K, G and O.',
      'Exempt under article 132',
      1_000,
    ),
    exemptionCode: text('Its VATEX code (BT-121).', 'VATEX-EU-132', 50),
  },
  ['category', 'rate'],
);

const totals = record('Document totals (BG-22): what is absent is computed, what is given is checked.', {
  lineNetAmount: decimal('Sum of the lines (BT-106).', '1000.00'),
  allowanceAmount: decimal('Sum of the allowances (BT-107).', '0.00'),
  chargeAmount: decimal('Sum of the charges (BT-108).', '0.00'),
  taxExclusiveAmount: decimal('Total without VAT (BT-109).', '1000.00'),
  vatAmount: decimal('Total VAT (BT-110).', '200.00'),
  taxInclusiveAmount: decimal('Total with VAT (BT-112).', '1200.00'),
  prepaidAmount: decimal('Already paid (BT-113).', '0.00'),
  roundingAmount: decimal('Rounding of the payable amount (BT-114).', '0.00'),
  payableAmount: decimal('Amount due (BT-115).', '1200.00'),
});

/** JSON Schema of `document` in POST /documents/send; also what Swagger shows. */
export const invoiceSchema = record(
  'An invoice as JSON. What follows from the rest may be left out: it is computed. What is given is checked, never replaced.',
  {
    number: text('Number of the document (BT-1).', 'INV-2026-0417', 100),
    issueDate: date('Date of issue (BT-2).', '2026-04-25'),
    dueDate: date('Payment is due on (BT-9).', '2026-05-25'),
    taxPointDate: date('VAT is due on (BT-7).', '2026-04-25'),
    currency: formatted('currency', 'ISO 4217 code (BT-5).', 'EUR'),
    buyerReference: text(
      'What the buyer routes it by (BT-10); `n/a` when this and the order are absent, since Peppol requires one.',
      'PO-2026-77',
    ),
    orderReference: text('Purchase order (BT-13).', 'PO-2026-77'),
    contractReference: text('Contract (BT-12).', 'C-12'),
    precedingInvoices: list(
      record(
        'A preceding invoice (BG-3).',
        {
          number: text('Number (BT-25).', 'INV-2026-0400', 100),
          issueDate: date('Date (BT-26).', '2026-04-01'),
        },
        ['number'],
      ),
      100,
      'Invoices that this one corrects (BG-3).',
    ),
    period: record('Invoicing period (BG-14).', {
      start: date('First day (BT-73).', '2026-04-01'),
      end: date('Last day (BT-74).', '2026-04-30'),
    }),
    notes: list(text('A note (BT-22).', 'Thank you for your order', 5_000), 20, 'Notes (BT-22).'),
    seller: party('Seller (BG-4); the sending company, with its own details, when absent.'),
    buyer: party('Buyer (BG-7); in self-billed documents this is the sending company.'),
    payee: record(
      'Payee, when it is not the seller (BG-10).',
      {
        name: text('Name (BT-59).', 'Factor SA'),
        legalId: identifier('Registration number (BT-61).', '0002', '797978996'),
      },
      ['name'],
    ),
    delivery: record('Delivery (BG-13).', {
      date: date('Actual date (BT-72).', '2026-04-20'),
      address: address('Place (BG-15).'),
    }),
    paymentMeans: list(
      record(
        'How to pay (BG-16).',
        {
          code: text('Payment means (UNTDID 4461, BT-81).', '30', 10),
          iban: formatted('iban', 'Account to pay to (BT-84).', 'BE68539007547034'),
          bic: text('Bank (BT-86).', 'GKCCBEBB', 11),
          accountName: text('Name of the account (BT-85).', 'ACME France SARL'),
          remittance: text('Text to pay with (BT-83).', 'INV-2026-0417'),
        },
        ['code'],
      ),
      20,
      'Ways to pay (BG-16).',
    ),
    paymentTerms: text(
      'Terms (BT-20); `Due on receipt` when this and the due date are absent and something is to be paid.',
      '30 days net',
      2_000,
    ),
    allowances: list(adjustment('allowance (BG-20)', true), 100, 'Allowances of the document (BG-20).'),
    charges: list(adjustment('charge (BG-21)', true), 100, 'Charges of the document (BG-21).'),
    lines: { ...list(line, maximumLines, 'Lines (BG-25).'), minItems: 1 },
    vatBreakdown: list(
      vatSubtotal,
      50,
      'VAT by category and rate (BG-23): computed when absent, checked when given.',
    ),
    totals,
    attachments: list(
      record(
        'A supporting document (BG-24).',
        {
          id: text('Reference (BT-122).', 'timesheet'),
          description: text('Description (BT-123).', 'Time sheet of April'),
          url: text('Where it is (BT-124).', 'https://example.com/timesheet.pdf', 2_000),
          fileName: text('File name (BT-125).', 'timesheet.pdf'),
          mediaType: {
            type: 'string',
            enum: [
              'application/pdf',
              'image/png',
              'image/jpeg',
              'text/csv',
              'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
              'application/vnd.oasis.opendocument.spreadsheet',
            ],
            description: 'Media type (BT-125).',
            example: 'application/pdf',
          },
          content: {
            type: 'string',
            format: 'base64',
            maxLength: 8_000_000,
            description: 'The file in base64 (BT-125).',
            example: 'JVBERi0xLjcK',
          },
        },
        ['id'],
      ),
      20,
      'Supporting documents (BG-24).',
    ),
  },
  ['number', 'issueDate', 'currency', 'buyer', 'lines'],
);

export const invoiceExample = {
  number: 'INV-2026-0417',
  issueDate: '2026-04-25',
  dueDate: '2026-05-25',
  currency: 'EUR',
  buyerReference: 'PO-2026-77',
  buyer: {
    name: 'Globex SRL',
    vatNumber: 'BE0123456749',
    address: { street: 'Rue de la Loi 1', city: 'Bruxelles', postalCode: '1000', country: 'BE' },
  },
  lines: [{ name: 'Consulting', quantity: '10', unitCode: 'DAY', unitPrice: '100.00', vatRate: '20' }],
};
