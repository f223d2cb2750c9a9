import Big from 'big.js';
import {
  Attachment,
  Invoice,
  invoiceTypeCodes,
  isCreditNote,
  isSelfBilled,
  PaymentMeans,
  VatSubtotal,
} from './invoice';
import { writeLine } from './ubl-line';
import { writeAddress, writeParty } from './ubl-party';
import { writeAdjustment, writeTaxCategory } from './ubl-tax';
import { each, element, group } from '../../../core/xml/xml-writer';

const cac = 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2';
const cbc = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2';
const billing = {
  customization: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
  profile: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
};
const selfBilling = {
  customization: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0',
  profile: 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0',
};

/** Peppol BIS Billing 3 in UBL 2.1, its elements in the order that the schema fixes. */
export function writeUbl(invoice: Invoice): string {
  const root = isCreditNote(invoice.type) ? 'CreditNote' : 'Invoice';
  const namespaces = `xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="${cac}" xmlns:cbc="${cbc}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${namespaces}>${header(invoice)}${parties(invoice)}${money(invoice)}</${root}>`;
}

function header(invoice: Invoice): string {
  const { customization, profile } = isSelfBilled(invoice.type) ? selfBilling : billing;
  const code = invoiceTypeCodes[invoice.type];
  const taxPointDate = element('cbc:TaxPointDate', invoice.taxPointDate);
  const notes = each(invoice.notes, (note) => element('cbc:Note', note));
  // The two schemas differ: a credit note has no due date of its own, and its tax point comes before its type.
  const typed = isCreditNote(invoice.type)
    ? taxPointDate + element('cbc:CreditNoteTypeCode', code) + notes
    : element('cbc:DueDate', invoice.dueDate) + element('cbc:InvoiceTypeCode', code) + notes + taxPointDate;
  return (
    element('cbc:CustomizationID', customization) +
    element('cbc:ProfileID', profile) +
    element('cbc:ID', invoice.number) +
    element('cbc:IssueDate', invoice.issueDate) +
    typed +
    element('cbc:DocumentCurrencyCode', invoice.currency) +
    element('cbc:BuyerReference', invoice.buyerReference) +
    group(
      'cac:InvoicePeriod',
      element('cbc:StartDate', invoice.period?.start),
      element('cbc:EndDate', invoice.period?.end),
    ) +
    group('cac:OrderReference', element('cbc:ID', invoice.orderReference)) +
    each(invoice.precedingInvoices, ({ number, issueDate }) =>
      group(
        'cac:BillingReference',
        group('cac:InvoiceDocumentReference', element('cbc:ID', number), element('cbc:IssueDate', issueDate)),
      ),
    ) +
    group('cac:ContractDocumentReference', element('cbc:ID', invoice.contractReference)) +
    each(invoice.attachments, writeAttachment)
  );
}

function parties(invoice: Invoice): string {
  const { payee, delivery } = invoice;
  return (
    group('cac:AccountingSupplierParty', writeParty(invoice.seller)) +
    group('cac:AccountingCustomerParty', writeParty(invoice.buyer)) +
    group(
      'cac:PayeeParty',
      group('cac:PartyName', element('cbc:Name', payee?.name)),
      group(
        'cac:PartyLegalEntity',
        element('cbc:CompanyID', payee?.legalId?.value, { schemeID: payee?.legalId?.scheme }),
      ),
    ) +
    group(
      'cac:Delivery',
      element('cbc:ActualDeliveryDate', delivery?.date),
      group('cac:DeliveryLocation', writeAddress('cac:Address', delivery?.address)),
    )
  );
}

function money(invoice: Invoice): string {
  const { totals, currency } = invoice;
  const currencyID = { currencyID: currency };
  // BR-CO-11 and BR-CO-12 want the sum wherever there is something to sum up, even if that comes to nothing.
  const total = (name: string, value: string, parts: unknown[] = []) =>
    parts.length === 0 && new Big(value).eq(0) ? '' : element(name, value, currencyID);
  const dueDate = isCreditNote(invoice.type) ? invoice.dueDate : undefined;
  return (
    each(invoice.paymentMeans, (means, index) =>
      writePaymentMeans(means, index === 0 ? dueDate : undefined),
    ) +
    group('cac:PaymentTerms', element('cbc:Note', invoice.paymentTerms)) +
    each(invoice.allowances, (allowance) => writeAdjustment(allowance, false, currency)) +
    each(invoice.charges, (charge) => writeAdjustment(charge, true, currency)) +
    group(
      'cac:TaxTotal',
      element('cbc:TaxAmount', totals.vatAmount, currencyID),
      each(invoice.vatBreakdown, (subtotal) => writeSubtotal(subtotal, currency)),
    ) +
    group(
      'cac:LegalMonetaryTotal',
      element('cbc:LineExtensionAmount', totals.lineNetAmount, currencyID),
      element('cbc:TaxExclusiveAmount', totals.taxExclusiveAmount, currencyID),
      element('cbc:TaxInclusiveAmount', totals.taxInclusiveAmount, currencyID),
      total('cbc:AllowanceTotalAmount', totals.allowanceAmount, invoice.allowances),
      total('cbc:ChargeTotalAmount', totals.chargeAmount, invoice.charges),
      total('cbc:PrepaidAmount', totals.prepaidAmount),
      total('cbc:PayableRoundingAmount', totals.roundingAmount),
      element('cbc:PayableAmount', totals.payableAmount, currencyID),
    ) +
    each(invoice.lines, (line) => writeLine(line, isCreditNote(invoice.type), currency))
  );
}

function writePaymentMeans(means: PaymentMeans, dueDate: string | undefined): string {
  return group(
    'cac:PaymentMeans',
    element('cbc:PaymentMeansCode', means.code),
    element('cbc:PaymentDueDate', dueDate),
    element('cbc:PaymentID', means.remittance),
    group(
      'cac:PayeeFinancialAccount',
      element('cbc:ID', means.iban),
      element('cbc:Name', means.accountName),
      group('cac:FinancialInstitutionBranch', element('cbc:ID', means.bic)),
    ),
  );
}

function writeSubtotal(subtotal: VatSubtotal, currency: string): string {
  return group(
    'cac:TaxSubtotal',
    element('cbc:TaxableAmount', subtotal.taxableAmount, { currencyID: currency }),
    element('cbc:TaxAmount', subtotal.taxAmount, { currencyID: currency }),
    writeTaxCategory('cac:TaxCategory', subtotal.category, subtotal.rate, subtotal),
  );
}

function writeAttachment(attachment: Attachment): string {
  const { id, description, url, fileName, mediaType, content } = attachment;
  return group(
    'cac:AdditionalDocumentReference',
    element('cbc:ID', id),
    element('cbc:DocumentDescription', description),
    group(
      'cac:Attachment',
      element('cbc:EmbeddedDocumentBinaryObject', content, {
        mimeCode: mediaType ?? 'application/pdf',
        filename: fileName ?? id,
      }),
      group('cac:ExternalReference', element('cbc:URI', url)),
    ),
  );
}
