import Big from 'big.js';
import { roundToCents, sum, toAmount, toDecimal } from './amounts';
import {
  Adjustment,
  Decimal,
  Identifier,
  Invoice,
  InvoiceInput,
  InvoiceLine,
  InvoiceType,
  LineInput,
  Totals,
  VatSubtotal,
} from './invoice';

/** What stands where neither the caller nor the rules give a value, since Peppol requires one (R003, BR-CO-25). */
const defaults = { buyerReference: 'n/a', paymentTerms: 'Due on receipt', unitCode: 'C62' };

/** Reasons that the law itself fixes for these categories (VATEX code list). */
const lawfulExemptions: Record<string, { exemptionReason: string; exemptionCode: string }> = {
  AE: { exemptionReason: 'Reverse charge', exemptionCode: 'VATEX-EU-AE' },
  K: { exemptionReason: 'Intra-Community supply', exemptionCode: 'VATEX-EU-IC' },
  G: { exemptionReason: 'Export outside the EU', exemptionCode: 'VATEX-EU-G' },
  O: { exemptionReason: 'Not subject to VAT', exemptionCode: 'VATEX-EU-O' },
};

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
  return {
    ...input,
    type,
    buyerReference: input.buyerReference ?? (input.orderReference ? undefined : defaults.buyerReference),
    paymentTerms: input.paymentTerms ?? (input.dueDate ? undefined : defaults.paymentTerms),
    seller: { ...input.seller, endpoint: input.seller.endpoint ?? endpoints.seller },
    buyer: { ...input.buyer, endpoint: input.buyer.endpoint ?? endpoints.buyer },
    ...parts,
    vatBreakdown,
    totals: completeTotals(input.totals ?? {}, parts, vatBreakdown),
  };
}

function completeLine(line: LineInput, index: number): InvoiceLine {
  const vatRate = toDecimal(line.vatRate);
  const complete = {
    ...line,
    id: line.id ?? String(index + 1),
    quantity: toDecimal(line.quantity),
    unitCode: line.unitCode ?? defaults.unitCode,
    unitPrice: toDecimal(line.unitPrice),
    baseQuantity: optional(line.baseQuantity),
    vatCategory: line.vatCategory ?? categoryAt(vatRate),
    vatRate,
    allowances: (line.allowances ?? []).map(completeAdjustment),
    charges: (line.charges ?? []).map(completeAdjustment),
  };
  return { ...complete, netAmount: optional(line.netAmount) ?? toAmount(netOfLine(complete)) };
}

/** PEPPOL-EN16931-R120: quantity × price ÷ base quantity, less allowances, plus charges. */
export function netOfLine(line: Omit<InvoiceLine, 'netAmount'>): Big {
  const base = new Big(line.baseQuantity ?? 1);
  const gross = base.eq(0) ? new Big(0) : new Big(line.quantity).times(line.unitPrice).div(base);
  return roundToCents(
    gross
      .minus(sum(line.allowances.map(({ amount }) => amount)))
      .plus(sum(line.charges.map(({ amount }) => amount))),
  );
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

/** The taxable amount of each category and rate: its lines, less its allowances, plus its charges (BR-S-08 and its kin). */
export function taxableAmounts({
  lines,
  allowances,
  charges,
}: Parts): Map<string, { category: string; rate: Decimal; amount: Big }> {
  const groups = new Map<string, { category: string; rate: Decimal; amount: Big }>();
  const add = (category: string, rate: Decimal, amount: Big) => {
    const key = groupKey(category, rate);
    const group = groups.get(key) ?? { category, rate, amount: new Big(0) };
    groups.set(key, { ...group, amount: group.amount.plus(amount) });
  };
  for (const line of lines) add(line.vatCategory, line.vatRate, new Big(line.netAmount));
  for (const { vatCategory, vatRate, amount } of allowances)
    add(vatCategory ?? 'S', vatRate ?? '0', new Big(amount).times(-1));
  for (const { vatCategory, vatRate, amount } of charges)
    add(vatCategory ?? 'S', vatRate ?? '0', new Big(amount));
  return groups;
}

export function groupKey(category: string, rate: Decimal): string {
  return `${category} ${new Big(rate).toFixed()}`;
}

function completeBreakdown(input: InvoiceInput, parts: Parts): VatSubtotal[] {
  if (input.vatBreakdown) {
    return input.vatBreakdown.map((given) => ({
      ...lawfulExemptions[given.category],
      ...given,
      rate: toDecimal(given.rate),
      taxableAmount: toDecimal(given.taxableAmount),
      taxAmount: toDecimal(given.taxAmount),
    }));
  }
  return [...taxableAmounts(parts).values()].map(({ category, rate, amount }) => ({
    category,
    rate,
    taxableAmount: toAmount(roundToCents(amount)),
    taxAmount: toAmount(roundToCents(amount.times(rate).div(100))),
    ...lawfulExemptions[category],
  }));
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
