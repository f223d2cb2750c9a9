import Big from 'big.js';
import { roundToCents, toAmount } from './amounts';
import { groupKey, taxableAmounts } from './complete-invoice';
import { Invoice, VatSubtotal } from './invoice';
import { Report } from './rule-violation';
import { isUntaxed, ruleFamily } from './vat-categories';

/** BR-CO-17 and BR-S-08 tolerate less than this much of rounding; what is not taxed must agree to the cent. */
const slack = 1;

/** The VAT breakdown (BG-23) against the lines, allowances and charges that it sums up. */
export function checkBreakdown(invoice: Invoice, report: Report): void {
  if (invoice.vatBreakdown.length === 0) {
    const fix = 'Leave vatBreakdown out to have it computed, or give an entry for each category and rate.';
    report('BR-CO-18', 'vatBreakdown', 'cac:TaxTotal/cac:TaxSubtotal', 'There is no VAT breakdown.', fix);
  }
  const taxable = taxableAmounts(invoice);
  invoice.vatBreakdown.forEach((subtotal, index) => {
    const key = groupKey(subtotal.category, subtotal.rate);
    const expected = roundToCents(taxable.get(key)?.amount ?? new Big(0));
    taxable.delete(key);
    const entry: Entry = (rule, part, element, message, fix) =>
      report(
        rule,
        `vatBreakdown[${index}].${part}`,
        `cac:TaxTotal/cac:TaxSubtotal[${index + 1}]/${element}`,
        message,
        fix,
      );
    checkTaxableAmount(subtotal, expected, entry);
    checkTaxAmount(subtotal, entry);
  });
  for (const { category, rate } of taxable.values()) {
    const family = ruleFamily(category);
    const message = `Lines, allowances or charges have category ${category} at ${rate} %, which vatBreakdown lacks.`;
    const fix = 'Add it, or leave vatBreakdown out.';
    if (family) report(`BR-${family}-01`, 'vatBreakdown', 'cac:TaxTotal/cac:TaxSubtotal', message, fix);
  }
}

type Entry = (rule: string, part: string, element: string, message: string, fix: string) => void;

function checkTaxableAmount(
  { category, rate, taxableAmount }: VatSubtotal,
  expected: Big,
  report: Entry,
): void {
  const family = ruleFamily(category);
  const difference = expected.minus(taxableAmount).abs();
  if (!family || (isUntaxed(category) ? difference.eq(0) : difference.lt(slack))) return;
  const message = `The taxable amount of category ${category} at ${rate} % is ${taxableAmount}, but its lines, allowances and charges make ${toAmount(expected)}.`;
  const fix = `Set taxableAmount to ${toAmount(expected)}, or leave vatBreakdown out.`;
  report(`BR-${family}-08`, 'taxableAmount', 'cbc:TaxableAmount', message, fix);
}

function checkTaxAmount({ category, rate, taxableAmount, taxAmount }: VatSubtotal, report: Entry): void {
  if (isUntaxed(category)) {
    if (new Big(taxAmount).eq(0)) return;
    const message = `The VAT of category ${category} is ${taxAmount}, but nothing is taxed in it: it must be 0.00.`;
    const fix = 'Set taxAmount to 0, or use category S.';
    report(`BR-${ruleFamily(category)}-09`, 'taxAmount', 'cbc:TaxAmount', message, fix);
    return;
  }
  const expected = roundToCents(new Big(taxableAmount).times(rate).times('0.01'));
  if (isTaxOf(expected, rate, taxAmount)) return;
  const message = `The VAT of category ${category} is ${taxAmount}, but ${rate} % of ${taxableAmount} is ${toAmount(expected)}.`;
  const fix = `Set taxAmount to ${toAmount(expected)}, or leave vatBreakdown out.`;
  report('BR-CO-17', 'taxAmount', 'cbc:TaxAmount', message, fix);
}

/** As the official rule has it: signs do not count, and a rate that rounds to nothing wants VAT that does so too. */
function isTaxOf(expected: Big, rate: string, taxAmount: string): boolean {
  if (new Big(rate).abs().lt('0.5')) return new Big(taxAmount).abs().lt('0.5');
  return new Big(taxAmount).abs().minus(expected.abs()).abs().lt(slack);
}
