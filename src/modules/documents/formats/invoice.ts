/** A decimal number as text, such as `-12.50`: amounts are never floating-point numbers. */
export type Decimal = string;

/** The types that are invoices in the sense of EN 16931, with their codes (UNTDID 1001, BT-3). */
export const invoiceTypeCodes = {
  invoice: '380',
  credit_note: '381',
  debit_note: '383',
  self_billed_invoice: '389',
  self_billed_credit_note: '261',
} as const;

export type InvoiceType = keyof typeof invoiceTypeCodes;

/** In these the customer writes the document, and so is the one who sends it. */
export function isSelfBilled(type: InvoiceType): boolean {
  return type.startsWith('self_billed');
}

/** These are a UBL CreditNote; the others are a UBL Invoice. */
export function isCreditNote(type: InvoiceType): boolean {
  return type.endsWith('credit_note');
}

export interface Identifier {
  scheme?: string;
  value: string;
}

export interface Address {
  street?: string;
  additionalStreet?: string;
  city?: string;
  postalCode?: string;
  region?: string;
  country: string;
}

export interface Party {
  name: string;
  tradingName?: string;
  vatNumber?: string;
  legalId?: Identifier;
  endpoint?: Identifier;
  address: Address;
  contact?: { name?: string; phone?: string; email?: string };
}

/** An allowance (which lowers) or a charge (which raises), of a line or of the document. */
export interface Adjustment {
  amount: Decimal;
  baseAmount?: Decimal;
  percentage?: Decimal;
  reason?: string;
  reasonCode?: string;
  /** Only on the document's own; a line's follow the line. */
  vatCategory?: string;
  vatRate?: Decimal;
}

export interface ItemIdentification {
  sellerId?: string;
  buyerId?: string;
  standardId?: Identifier;
  classification?: Array<{ list: string; code: string }>;
}

export interface InvoiceLine {
  id: string;
  name: string;
  description?: string;
  note?: string;
  quantity: Decimal;
  unitCode: string;
  unitPrice: Decimal;
  baseQuantity?: Decimal;
  netAmount: Decimal;
  vatCategory: string;
  vatRate: Decimal;
  allowances: Adjustment[];
  charges: Adjustment[];
  orderLine?: string;
  item?: ItemIdentification;
}

export interface VatSubtotal {
  category: string;
  rate: Decimal;
  taxableAmount: Decimal;
  taxAmount: Decimal;
  exemptionReason?: string;
  exemptionCode?: string;
}

export interface Totals {
  lineNetAmount: Decimal;
  allowanceAmount: Decimal;
  chargeAmount: Decimal;
  taxExclusiveAmount: Decimal;
  vatAmount: Decimal;
  taxInclusiveAmount: Decimal;
  prepaidAmount: Decimal;
  roundingAmount: Decimal;
  payableAmount: Decimal;
}

export interface PaymentMeans {
  code: string;
  iban?: string;
  bic?: string;
  accountName?: string;
  remittance?: string;
}

export interface Attachment {
  id: string;
  description?: string;
  url?: string;
  fileName?: string;
  mediaType?: string;
  /** Base64. */
  content?: string;
}

/** A complete invoice: every figure that follows from others is there. Names are those of the API; terms in invoice-schema.ts. */
export interface Invoice {
  type: InvoiceType;
  number: string;
  issueDate: string;
  dueDate?: string;
  taxPointDate?: string;
  currency: string;
  buyerReference?: string;
  orderReference?: string;
  contractReference?: string;
  precedingInvoices?: Array<{ number: string; issueDate?: string }>;
  period?: { start?: string; end?: string };
  notes?: string[];
  seller: Party;
  buyer: Party;
  payee?: { name: string; legalId?: Identifier };
  delivery?: { date?: string; address?: Address };
  paymentMeans?: PaymentMeans[];
  paymentTerms?: string;
  allowances: Adjustment[];
  charges: Adjustment[];
  lines: InvoiceLine[];
  vatBreakdown: VatSubtotal[];
  totals: Totals;
  attachments?: Attachment[];
}

type Number = number | string;
type Typed<T, Amounts extends keyof T> = {
  [K in keyof T]: K extends Amounts ? Number | Extract<T[K], undefined> : T[K];
};

type AdjustmentInput = Typed<Adjustment, 'amount' | 'baseAmount' | 'percentage' | 'vatRate'>;

export type LineInput = Omit<
  InvoiceLine,
  | 'id'
  | 'quantity'
  | 'unitCode'
  | 'unitPrice'
  | 'baseQuantity'
  | 'netAmount'
  | 'vatCategory'
  | 'vatRate'
  | 'allowances'
  | 'charges'
> & {
  id?: string;
  quantity: Number;
  unitCode?: string;
  unitPrice: Number;
  baseQuantity?: Number;
  netAmount?: Number;
  vatCategory?: string;
  vatRate: Number;
  allowances?: AdjustmentInput[];
  charges?: AdjustmentInput[];
};

export type SubtotalInput = Omit<VatSubtotal, 'rate' | 'taxableAmount' | 'taxAmount'> & {
  rate: Number;
  taxableAmount?: Number;
  taxAmount?: Number;
};

/** What a caller types: amounts as numbers or texts, and whatever follows from the rest left out. */
export type InvoiceInput = Omit<
  Invoice,
  'type' | 'allowances' | 'charges' | 'lines' | 'vatBreakdown' | 'totals'
> & {
  allowances?: AdjustmentInput[];
  charges?: AdjustmentInput[];
  lines: LineInput[];
  vatBreakdown?: SubtotalInput[];
  totals?: Partial<Record<keyof Totals, Number>>;
};
