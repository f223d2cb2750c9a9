import Big from 'big.js';
import { roundToCents, sum, toAmount, toDecimal } from './amounts';
import { defaults, lawfulExemptions } from './defaults';
import {
  Adjustment,
  Decimal,
  Identifier,
  Invoice,
  InvoiceInput,
  InvoiceLine,
  InvoiceType,
  isCreditNote,
  LineInput,
  PaymentMeans,
  SubtotalInput,
  Totals,
  VatSubtotal,
} from './invoice';

/** Where the network reaches both sides. */
export interface Endpoints {
  seller: Identifier;
  buyer: Identifier;
}

/** Fills in all that follows from what was given. What was given stays as it is; check-sums.ts judges it. */
export function completeInvoice(input: InvoiceInput, type: InvoiceType, endpoints: Endpoints): Invoice {
  const lines = input.lines.map(completeLine);
  const allowances = (input.allowances ?? []).map(completeAdjustment);
  const charges = (input.charges ?? []).map(completeAdjustment);
  const parts = { lines, allowances, charges };
  const vatBreakdown = completeBreakdown(input, parts);
  const totals = completeTotals(input.totals ?? {}, parts, vatBreakdown);
  return {
    ...input,
    type,
    buyerReference: input.buyerReference ?? (input.orderReference ? undefined : defaults.buyerReference),
    paymentMeans: completePaymentMeans(input, type),
    paymentTerms: input.paymentTerms ?? (needsTerms(input, type, totals) ? defaults.paymentTerms : undefined),
    seller: { ...input.seller, endpoint: input.seller.endpoint ?? endpoints.seller },
    buyer: { ...input.buyer, endpoint: input.buyer.endpoint ?? endpoints.buyer },
    ...parts,
    vatBreakdown,
    totals,
  };
}

/** BR-CO-25 asks for terms only where something is left to pay; a credit note is not paid at all. */
function needsTerms({ dueDate }: InvoiceInput, type: InvoiceType, { payableAmount }: Totals): boolean {
  return dueDate === undefined && !isCreditNote(type) && new Big(payableAmount).gt(0);
}

/** UBL keeps the due date of a credit note in its payment means, so there must be one. */
function completePaymentMeans(
  { paymentMeans, dueDate }: InvoiceInput,
  type: InvoiceType,
): PaymentMeans[] | undefined {
  if (!isCreditNote(type) || dueDate === undefined || paymentMeans?.length) return paymentMeans;
  return [{ code: defaults.paymentMeansCode }];
}

function completeLine(line: LineInput, index: number): InvoiceLine {
  const vatRate = toDecimal(line.vatRate);
  const figures = {
    quantity: toDecimal(line.quantity),
    unitPrice: toDecimal(line.unitPrice),
    baseQuantity: optional(line.baseQuantity),
    allowances: (line.allowances ?? []).map(completeAdjustment),
    charges: (line.charges ?? []).map(completeAdjustment),
  };
  return {
    ...line,
    ...figures,
    id: line.id ?? String(index + 1),
    unitCode: line.unitCode ?? defaults.unitCode,
    netAmount: optional(line.netAmount) ?? toAmount(roundToCents(exactNetOfLine(figures))),
    vatCategory: line.vatCategory ?? categoryAt(vatRate),
    vatRate,
  };
}

type LineFigures = Pick<InvoiceLine, 'quantity' | 'unitPrice' | 'baseQuantity' | 'allowances' | 'charges'>;

/** PEPPOL-EN16931-R120: quantity × price ÷ base quantity, less allowances, plus charges; not rounded. */
export function exactNetOfLine(line: LineFigures): Big {
  const gross = new Big(line.quantity).times(line.unitPrice);
  return perBase(gross, line.baseQuantity)
    .minus(sum(line.allowances.map(({ amount }) => amount)))
    .plus(sum(line.charges.map(({ amount }) => amount)));
}

/** Nothing can be divided by a base of zero; PEPPOL-EN16931-R121 refuses it. */
function perBase(gross: Big, baseQuantity: Decimal | undefined): Big {
  if (baseQuantity === undefined) return gross;
  const base = new Big(baseQuantity);
  return base.eq(0) ? base : gross.div(base);
}

function completeAdjustment<T extends NonNullable<InvoiceInput['allowances']>[number]>(given: T): Adjustment {
  const vatRate = optional(given.vatRate);
  return {
    ...given,
    amount: toDecimal(given.amount),
    baseAmount: optional(given.baseAmount),
    percentage: optional(given.percentage),
    ...(vatRate !== undefined && { vatRate, vatCategory: given.vatCategory ?? categoryAt(vatRate) }),
  };
}

type Parts = Pick<Invoice, 'lines' | 'allowances' | 'charges'>;

interface TaxableGroup {
  category: string;
  rate: Decimal;
  amount: Big;
}

/** The taxable amount of each category and rate: its lines, less its allowances, plus its charges (BR-S-08 and its kin). */
export function taxableAmounts({ lines, allowances, charges }: Parts): Map<string, TaxableGroup> {
  const groups = new Map<string, TaxableGroup>();
  const group = (category: string, rate: Decimal): TaxableGroup => {
    const key = groupKey(category, rate);
    const known = groups.get(key);
    if (known) return known;
    const started = { category, rate, amount: new Big(0) };
    groups.set(key, started);
    return started;
  };
  const add = (category = 'S', rate = '0', amount: Big) => {
    const taxable = group(category, rate);
    taxable.amount = taxable.amount.plus(amount);
  };
  for (const line of lines) add(line.vatCategory, line.vatRate, new Big(line.netAmount));
  for (const { vatCategory, vatRate, amount } of allowances) {
    add(vatCategory, vatRate, new Big(amount).times(-1));
  }
  for (const { vatCategory, vatRate, amount } of charges) add(vatCategory, vatRate, new Big(amount));
  return groups;
}

/** `20` and `20.0` are one rate. */
export function groupKey(category: string, rate: Decimal): string {
  return `${category} ${new Big(rate).toFixed()}`;
}

function completeBreakdown(input: InvoiceInput, parts: Parts): VatSubtotal[] {
  const groups = taxableAmounts(parts);
  const given = input.vatBreakdown ?? [...groups.values()];
  return given.map((subtotal) => completeSubtotal(subtotal, groups));
}

function completeSubtotal(given: SubtotalInput, groups: Map<string, TaxableGroup>): VatSubtotal {
  const { category, exemptionReason, exemptionCode } = { ...lawfulExemptions[given.category], ...given };
  const rate = toDecimal(given.rate);
  const taxable = groups.get(groupKey(category, rate))?.amount ?? new Big(0);
  const taxableAmount = optional(given.taxableAmount) ?? toAmount(roundToCents(taxable));
  const tax = new Big(taxableAmount).times(rate).times('0.01');
  const taxAmount = optional(given.taxAmount) ?? toAmount(roundToCents(tax));
  return {
    category,
    rate,
    taxableAmount,
    taxAmount,
    ...(exemptionReason !== undefined && { exemptionReason }),
    ...(exemptionCode !== undefined && { exemptionCode }),
  };
}

function completeTotals(
  given: NonNullable<InvoiceInput['totals']>,
  { lines, allowances, charges }: Parts,
  vatBreakdown: VatSubtotal[],
): Totals {
  const total = (name: keyof Totals, computed: Big) =>
    optional(given[name]) ?? toAmount(roundToCents(computed));
  const lineNetAmount = total('lineNetAmount', sum(lines.map(({ netAmount }) => netAmount)));
  const allowanceAmount = total('allowanceAmount', sum(allowances.map(({ amount }) => amount)));
  const chargeAmount = total('chargeAmount', sum(charges.map(({ amount }) => amount)));
  const taxExclusiveAmount = total(
    'taxExclusiveAmount',
    new Big(lineNetAmount).minus(allowanceAmount).plus(chargeAmount),
  );
  const vatAmount = total('vatAmount', sum(vatBreakdown.map(({ taxAmount }) => taxAmount)));
  const taxInclusiveAmount = total('taxInclusiveAmount', new Big(taxExclusiveAmount).plus(vatAmount));
  const prepaidAmount = total('prepaidAmount', new Big(0));
  const roundingAmount = total('roundingAmount', new Big(0));
  const payableAmount = total(
    'payableAmount',
    new Big(taxInclusiveAmount).minus(prepaidAmount).plus(roundingAmount),
  );
  return {
    lineNetAmount,
    allowanceAmount,
    chargeAmount,
    taxExclusiveAmount,
    vatAmount,
    taxInclusiveAmount,
    prepaidAmount,
    roundingAmount,
    payableAmount,
  };
}

function categoryAt(rate: Decimal): string {
  return new Big(rate).eq(0) ? 'Z' : 'S';
}

function optional(value: number | string | undefined): Decimal | undefined {
  return value === undefined ? undefined : toDecimal(value);
}
