import Big from 'big.js';
import { roundToCents, sum, toAmount } from './amounts';
import { checkBreakdown } from './check-breakdown';
import { exactNetOfLine } from './complete-invoice';
import { Decimal, Invoice, Totals } from './invoice';
import { collectViolations, lineElement, Report, RuleViolation } from './rule-violation';

/** PEPPOL-EN16931-R120 tolerates this much of a line's rounding. */
const lineSlack = '0.02';

/** Every sum of the document that does not add up. Figures that nobody gave were computed, and so do. */
export function checkSums(invoice: Invoice): RuleViolation[] {
  return collectViolations(invoice, (checked, report) => {
    checkLines(checked, report);
    checkBreakdown(checked, report);
    checkTotals(checked, report);
  });
}

function checkLines(invoice: Invoice, report: Report): void {
  const element = lineElement(invoice);
  invoice.lines.forEach((line, index) => {
    const exact = exactNetOfLine(line);
    if (exact.minus(line.netAmount).abs().lte(lineSlack)) return;
    const expected = toAmount(roundToCents(exact));
    const message = `The net amount of line ${line.id} is ${line.netAmount}, but quantity, price, allowances and charges make ${expected}.`;
    const path = `${element}[${index + 1}]/cbc:LineExtensionAmount`;
    const fix = `Set netAmount to ${expected}, or leave it out.`;
    report('PEPPOL-EN16931-R120', `lines[${index}].netAmount`, path, message, fix);
  });
}

/** Each total: its rule, its element, and what it must be. */
function checkTotals(invoice: Invoice, report: Report): void {
  const { totals } = invoice;
  const check = (rule: string, name: keyof Totals, element: string, expected: Big, of: string) => {
    const computed = roundToCents(expected);
    // Both sides are rounded, as in the official rules: a third decimal is BR-DEC's to complain about.
    if (computed.eq(roundToCents(new Big(totals[name])))) return;
    const message = `${name} is ${totals[name]}, but ${of} ${toAmount(computed)}.`;
    const fix = `Set ${name} to ${toAmount(computed)}, or leave it out.`;
    report(rule, `totals.${name}`, element, message, fix);
  };
  const monetary = (element: string) => `cac:LegalMonetaryTotal/cbc:${element}`;
  const amounts = (adjustments: Array<{ amount: Decimal }>) => sum(adjustments.map(({ amount }) => amount));
  const total = (name: keyof Totals) => new Big(totals[name]);

  const lines = sum(invoice.lines.map(({ netAmount }) => netAmount));
  check('BR-CO-10', 'lineNetAmount', monetary('LineExtensionAmount'), lines, 'the lines make');
  const allowances = amounts(invoice.allowances);
  check('BR-CO-11', 'allowanceAmount', monetary('AllowanceTotalAmount'), allowances, 'the allowances make');
  const charges = amounts(invoice.charges);
  check('BR-CO-12', 'chargeAmount', monetary('ChargeTotalAmount'), charges, 'the charges make');
  const exclusive = total('lineNetAmount').minus(totals.allowanceAmount).plus(totals.chargeAmount);
  const parts = 'lines less allowances plus charges are';
  check('BR-CO-13', 'taxExclusiveAmount', monetary('TaxExclusiveAmount'), exclusive, parts);
  if (invoice.vatBreakdown.length > 0) {
    const taxes = sum(invoice.vatBreakdown.map(({ taxAmount }) => taxAmount));
    check('BR-CO-14', 'vatAmount', 'cac:TaxTotal/cbc:TaxAmount', taxes, 'the breakdown makes');
  }
  const inclusive = total('taxExclusiveAmount').plus(totals.vatAmount);
  const taxed = 'the total without VAT plus VAT is';
  check('BR-CO-15', 'taxInclusiveAmount', monetary('TaxInclusiveAmount'), inclusive, taxed);
  const payable = total('taxInclusiveAmount').minus(totals.prepaidAmount).plus(totals.roundingAmount);
  const rest = 'the total with VAT less what is paid plus rounding is';
  check('BR-CO-16', 'payableAmount', monetary('PayableAmount'), payable, rest);
}
