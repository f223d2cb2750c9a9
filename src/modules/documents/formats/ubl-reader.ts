import {
  Adjustment,
  Invoice,
  InvoiceLine,
  InvoiceType,
  invoiceTypeCodes,
  PaymentMeans,
  VatSubtotal,
} from './invoice';
import { readAddress, readParty } from './ubl-party-reader';
import { find, findAll, parseXml, textAt, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';

const namespace = 'urn:oasis:names:specification:ubl:schema:xsd:';
/** Invoices and credit notes are made of these two, and of nothing else that we know. */
const components = new Set([
  `${namespace}CommonAggregateComponents-2`,
  `${namespace}CommonBasicComponents-2`,
]);
/** Codes beyond our own names that the network uses; each is handled as its nearest kin. */
const furtherCodes: Record<string, InvoiceType> = {
  '384': 'invoice',
  '386': 'invoice',
  '326': 'invoice',
  '396': 'credit_note',
  '527': 'debit_note',
};
const typeByCode: Record<string, InvoiceType> = {
  ...furtherCodes,
  ...Object.fromEntries(Object.entries(invoiceTypeCodes).map(([type, code]) => [code, type as InvoiceType])),
};

/** Reads a UBL 2.1 Invoice or CreditNote. Throws UnreadableDocument, in words for its sender. */
export function readUbl(bytes: Buffer): Invoice {
  const root = parseXml(bytes, components);
  const isCreditNote = root.name === 'CreditNote';
  if (root.namespace !== `${namespace}${root.name}-2` || !(isCreditNote || root.name === 'Invoice')) {
    throw new UnreadableDocument(
      `The XML is no UBL 2.1 Invoice or CreditNote: its root is ${root.name} in "${root.namespace}".`,
    );
  }
  return {
    type: typeOf(root, isCreditNote),
    number: required(root, 'ID'),
    issueDate: required(root, 'IssueDate'),
    dueDate: textAt(root, 'DueDate') ?? textAt(root, 'PaymentMeans/PaymentDueDate'),
    taxPointDate: textAt(root, 'TaxPointDate'),
    currency: required(root, 'DocumentCurrencyCode'),
    buyerReference: textAt(root, 'BuyerReference'),
    orderReference: textAt(root, 'OrderReference/ID'),
    contractReference: textAt(root, 'ContractDocumentReference/ID'),
    ...readReferences(root),
    seller: readParty(find(root, 'AccountingSupplierParty/Party'), 'AccountingSupplierParty'),
    buyer: readParty(find(root, 'AccountingCustomerParty/Party'), 'AccountingCustomerParty'),
    ...readSides(root),
    paymentMeans: list(findAll(root, 'PaymentMeans').map(readPaymentMeans)),
    paymentTerms: textAt(root, 'PaymentTerms/Note'),
    allowances: readAdjustments(root, false),
    charges: readAdjustments(root, true),
    lines: findAll(root, isCreditNote ? 'CreditNoteLine' : 'InvoiceLine').map((line) =>
      readLine(line, isCreditNote),
    ),
    vatBreakdown: findAll(mainTaxTotal(root), 'TaxSubtotal').map(readSubtotal),
    totals: readTotals(root),
  };
}

function typeOf(root: XmlNode, isCreditNote: boolean): InvoiceType {
  const code = textAt(root, isCreditNote ? 'CreditNoteTypeCode' : 'InvoiceTypeCode');
  return typeByCode[code ?? ''] ?? (isCreditNote ? 'credit_note' : 'invoice');
}

function readReferences(
  root: XmlNode,
): Pick<Invoice, 'precedingInvoices' | 'notes' | 'period' | 'attachments'> {
  const period = find(root, 'InvoicePeriod');
  return {
    precedingInvoices: list(
      findAll(root, 'BillingReference').map((reference) => ({
        number: textAt(reference, 'InvoiceDocumentReference/ID') ?? '',
        issueDate: textAt(reference, 'InvoiceDocumentReference/IssueDate'),
      })),
    ),
    notes: list(findAll(root, 'Note').map(({ text }) => text.trim())),
    period: period && { start: textAt(period, 'StartDate'), end: textAt(period, 'EndDate') },
    attachments: list(
      findAll(root, 'AdditionalDocumentReference').map((reference) => {
        const file = find(reference, 'Attachment/EmbeddedDocumentBinaryObject');
        return {
          id: textAt(reference, 'ID') ?? '',
          description: textAt(reference, 'DocumentDescription'),
          url: textAt(reference, 'Attachment/ExternalReference/URI'),
          fileName: file?.attributes.filename,
          mediaType: file?.attributes.mimeCode,
          content: file?.text.replace(/\s+/g, ''),
        };
      }),
    ),
  };
}

function readSides(root: XmlNode): Pick<Invoice, 'payee' | 'delivery'> {
  const payee = find(root, 'PayeeParty');
  const delivery = find(root, 'Delivery');
  const legalId = find(payee, 'PartyLegalEntity/CompanyID');
  return {
    payee: payee && {
      name: textAt(payee, 'PartyName/Name') ?? '',
      legalId: legalId && { scheme: legalId.attributes.schemeID, value: legalId.text.trim() },
    },
    delivery: delivery && {
      date: textAt(delivery, 'ActualDeliveryDate'),
      address: readAddress(find(delivery, 'DeliveryLocation/Address')),
    },
  };
}

function readPaymentMeans(node: XmlNode): PaymentMeans {
  return {
    code: textAt(node, 'PaymentMeansCode') ?? '',
    iban: textAt(node, 'PayeeFinancialAccount/ID'),
    bic: textAt(node, 'PayeeFinancialAccount/FinancialInstitutionBranch/ID'),
    accountName: textAt(node, 'PayeeFinancialAccount/Name'),
    remittance: textAt(node, 'PaymentID'),
  };
}

function readAdjustments(node: XmlNode, charges: boolean): Adjustment[] {
  // xs:boolean may be written 1 or 0 too.
  const isCharge = (entry: XmlNode) => /^(true|1)$/.test(textAt(entry, 'ChargeIndicator') ?? '');
  const wanted = findAll(node, 'AllowanceCharge').filter((entry) => isCharge(entry) === charges);
  return wanted.map((entry) => ({
    amount: decimal(entry, 'Amount'),
    baseAmount: optionalDecimal(entry, 'BaseAmount'),
    percentage: optionalDecimal(entry, 'MultiplierFactorNumeric'),
    reason: textAt(entry, 'AllowanceChargeReason'),
    reasonCode: textAt(entry, 'AllowanceChargeReasonCode'),
    vatCategory: textAt(entry, 'TaxCategory/ID'),
    vatRate: find(entry, 'TaxCategory') && (optionalDecimal(entry, 'TaxCategory/Percent') ?? '0'),
  }));
}

function readLine(node: XmlNode, isCreditNote: boolean): InvoiceLine {
  const item = find(node, 'Item');
  const quantityName = isCreditNote ? 'CreditedQuantity' : 'InvoicedQuantity';
  const standardId = find(item, 'StandardItemIdentification/ID');
  return {
    id: textAt(node, 'ID') ?? '',
    name: textAt(item, 'Name') ?? '',
    description: textAt(item, 'Description'),
    note: textAt(node, 'Note'),
    quantity: decimal(node, quantityName),
    unitCode: find(node, quantityName)?.attributes.unitCode ?? '',
    unitPrice: decimal(node, 'Price/PriceAmount'),
    baseQuantity: optionalDecimal(node, 'Price/BaseQuantity'),
    netAmount: decimal(node, 'LineExtensionAmount'),
    vatCategory: textAt(item, 'ClassifiedTaxCategory/ID') ?? '',
    vatRate: (item && optionalDecimal(item, 'ClassifiedTaxCategory/Percent')) ?? '0',
    allowances: readAdjustments(node, false),
    charges: readAdjustments(node, true),
    orderLine: textAt(node, 'OrderLineReference/LineID'),
    item: {
      sellerId: textAt(item, 'SellersItemIdentification/ID'),
      buyerId: textAt(item, 'BuyersItemIdentification/ID'),
      standardId: standardId && { scheme: standardId.attributes.schemeID, value: standardId.text.trim() },
      classification: list(
        findAll(item, 'CommodityClassification').map((classification) => ({
          list: find(classification, 'ItemClassificationCode')?.attributes.listID ?? '',
          code: textAt(classification, 'ItemClassificationCode') ?? '',
        })),
      ),
    },
  };
}

function readSubtotal(node: XmlNode): VatSubtotal {
  return {
    category: textAt(node, 'TaxCategory/ID') ?? '',
    rate: optionalDecimal(node, 'TaxCategory/Percent') ?? '0',
    taxableAmount: decimal(node, 'TaxableAmount'),
    taxAmount: decimal(node, 'TaxAmount'),
    exemptionReason: textAt(node, 'TaxCategory/TaxExemptionReason'),
    exemptionCode: textAt(node, 'TaxCategory/TaxExemptionReasonCode'),
  };
}

function readTotals(root: XmlNode): Invoice['totals'] {
  const total = find(root, 'LegalMonetaryTotal');
  if (!total) throw new UnreadableDocument('The document has no LegalMonetaryTotal.');
  const tax = mainTaxTotal(root);
  return {
    lineNetAmount: decimal(total, 'LineExtensionAmount'),
    allowanceAmount: optionalDecimal(total, 'AllowanceTotalAmount') ?? '0.00',
    chargeAmount: optionalDecimal(total, 'ChargeTotalAmount') ?? '0.00',
    taxExclusiveAmount: decimal(total, 'TaxExclusiveAmount'),
    vatAmount: (tax && optionalDecimal(tax, 'TaxAmount')) ?? '0.00',
    taxInclusiveAmount: decimal(total, 'TaxInclusiveAmount'),
    prepaidAmount: optionalDecimal(total, 'PrepaidAmount') ?? '0.00',
    roundingAmount: optionalDecimal(total, 'PayableRoundingAmount') ?? '0.00',
    payableAmount: decimal(total, 'PayableAmount'),
  };
}

/** A second TaxTotal may give the VAT in the accounting currency (BT-111); BR-CO-15 counts that of the document's. */
function mainTaxTotal(root: XmlNode): XmlNode | undefined {
  const all = findAll(root, 'TaxTotal');
  const currency = textAt(root, 'DocumentCurrencyCode');
  const isMain = (tax: XmlNode) => find(tax, 'TaxAmount')?.attributes.currencyID === currency;
  return all.find(isMain) ?? all.find((tax) => find(tax, 'TaxSubtotal')) ?? all[0];
}

function required(node: XmlNode, path: string): string {
  const text = textAt(node, path);
  if (text === undefined) throw new UnreadableDocument(`The document has no ${path}.`);
  return text;
}

function decimal(node: XmlNode, path: string): string {
  const value = optionalDecimal(node, path);
  if (value === undefined) throw new UnreadableDocument(`${node.name} has no ${path}.`);
  return value;
}

/** xs:decimal may have a plus sign, and nothing before or after its point; decimal text has neither. */
function optionalDecimal(node: XmlNode, path: string): string | undefined {
  const text = textAt(node, path);
  if (text === undefined) return undefined;
  const match = /^([+-]?)(\d{0,20})(?:\.(\d{0,20}))?$/.exec(text);
  const [, sign, whole, fraction] = match ?? [];
  if (whole || fraction) {
    return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction ? `.${fraction}` : ''}`;
  }
  throw new UnreadableDocument(
    `${path} of ${node.name} is "${text.slice(0, 40)}", which is no decimal number.`,
  );
}

function list<Item>(items: Item[]): Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
