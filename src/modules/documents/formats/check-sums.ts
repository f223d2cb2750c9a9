import Big from 'big.js';
import { roundToCents, sum, toAmount } from './amounts';
import { groupKey, netOfLine, taxableAmounts } from './complete-invoice';
import { Decimal, Invoice, isCreditNote, Totals } from './invoice';

/** A business rule that a document breaks. */
export interface RuleViolation {
  rule: string;
  severity: 'fatal';
  /** In the JSON model. */
  field: string;
  /** In the UBL document. */
  xpath: string;
  message: string;
  fix: string;
}

type Report = (rule: string, field: string, xpath: string, message: string, fix: string) => void;

/** PEPPOL-EN16931-R120 tolerates this much of a line's rounding. */
const lineSlack = '0.02';
/** BR-CO-17 and BR-S-09 tolerate less than this much of a VAT amount's rounding. */
const taxSlack = 1;
const ratelessCategories = new Set(['Z', 'E', 'AE', 'K', 'G', 'O']);
/** How the rules of each category are named: K is written IC, L is AF, M is AG. */
export const ruleFamily: Record<string, string> = { K: 'IC', L: 'AF', M: 'AG' };

/** Every sum of the document that does not add up. Figures that nobody gave were computed, and so do. */
export function checkSums(invoice: Invoice): RuleViolation[] {
  const violations: RuleViolation[] = [];
  const root = isCreditNote(invoice.type) ? '/CreditNote' : '/Invoice';
  const report: Report = (rule, field, xpath, message, fix) => {
    violations.push({
      rule,
      severity: 'fatal',
      field: `document.${field}`,
      xpath: `${root}/${xpath}`,
      message,
      fix,
    });
  };
  checkLines(invoice, report);
  checkBreakdown(invoice, report);
  checkTotals(invoice, report);
  return violations;
}

function checkLines(invoice: Invoice, report: Report): void {
  const element = isCreditNote(invoice.type) ? 'cac:CreditNoteLine' : 'cac:InvoiceLine';
  invoice.lines.forEach((line, index) => {
    const expected = netOfLine(line);
    if (new Big(line.netAmount).minus(expected).abs().lte(lineSlack)) return;
    const message = `The net amount of line ${line.id} is ${line.netAmount}, but quantity, price, allowances and charges make ${toAmount(expected)}.`;
    const fix = `Set netAmount to ${toAmount(expected)}, or leave it out.`;
    report(
      'PEPPOL-EN16931-R120',
      `lines[${index}].netAmount`,
      `${element}[${index + 1}]/cbc:LineExtensionAmount`,
      message,
      fix,
    );
  });
}

function checkBreakdown(invoice: Invoice, report: Report): void {
  const taxable = taxableAmounts(invoice);
  invoice.vatBreakdown.forEach((subtotal, index) => {
    const { category, rate, taxableAmount, taxAmount } = subtotal;
    const family = ruleFamily[category] ?? category;
    const at = (part: string) => `vatBreakdown[${index}].${part}`;
    const path = (part: string) => `cac:TaxTotal/cac:TaxSubtotal[${index + 1}]/${part}`;
    const key = groupKey(category, rate);
    const expected = roundToCents(taxable.get(key)?.amount ?? new Big(0));
    taxable.delete(key);
    if (!expected.eq(taxableAmount)) {
      const message = `The taxable amount of category ${category} at ${rate} % is ${taxableAmount}, but its lines, allowances and charges make ${toAmount(expected)}.`;
      report(
        `BR-${family}-08`,
        at('taxableAmount'),
        path('cbc:TaxableAmount'),
        message,
        `Set taxableAmount to ${toAmount(expected)}, or leave vatBreakdown out.`,
      );
    }
    const tax = ratelessCategories.has(category)
      ? new Big(0)
      : roundToCents(new Big(taxableAmount).times(rate).div(100));
    if (!new Big(taxAmount).minus(tax).abs().lt(taxSlack)) {
      const message = `The VAT of category ${category} is ${taxAmount}, but ${rate} % of ${taxableAmount} is ${toAmount(tax)}.`;
      report(
        'BR-CO-17',
        at('taxAmount'),
        path('cbc:TaxAmount'),
        message,
        `Set taxAmount to ${toAmount(tax)}, or leave vatBreakdown out.`,
      );
    }
  });
  for (const { category, rate } of taxable.values()) {
    const message = `Lines, allowances or charges have category ${category} at ${rate} %, which vatBreakdown lacks.`;
    report(
      `BR-${ruleFamily[category] ?? category}-01`,
      'vatBreakdown',
      'cac:TaxTotal/cac:TaxSubtotal',
      message,
      'Add it, or leave vatBreakdown out.',
    );
  }
}

/** Each total: its rule, its element, and what it must be. */
function checkTotals(invoice: Invoice, report: Report): void {
  const { totals } = invoice;
  const check = (rule: string, name: keyof Totals, element: string, expected: Big, of: string) => {
    const computed = roundToCents(expected);
    if (computed.eq(totals[name])) return;
    const message = `${name} is ${totals[name]}, but ${of} ${toAmount(computed)}.`;
    report(
      rule,
      `totals.${name}`,
      element,
      message,
      `Set ${name} to ${toAmount(computed)}, or leave it out.`,
    );
  };
  const monetary = (element: string) => `cac:LegalMonetaryTotal/cbc:${element}`;
  const amounts = (adjustments: Array<{ amount: Decimal }>) => sum(adjustments.map(({ amount }) => amount));
  const total = (name: keyof Totals) => new Big(totals[name]);
  const lines = sum(invoice.lines.map(({ netAmount }) => netAmount));
  const taxes = sum(invoice.vatBreakdown.map(({ taxAmount }) => taxAmount));
  const exclusive = total('lineNetAmount').minus(totals.allowanceAmount).plus(totals.chargeAmount);
  check('BR-CO-10', 'lineNetAmount', monetary('LineExtensionAmount'), lines, 'the lines make');
  check(
    'BR-CO-11',
    'allowanceAmount',
    monetary('AllowanceTotalAmount'),
    amounts(invoice.allowances),
    'the allowances make',
  );
  check(
    'BR-CO-12',
    'chargeAmount',
    monetary('ChargeTotalAmount'),
    amounts(invoice.charges),
    'the charges make',
  );
  check(
    'BR-CO-13',
    'taxExclusiveAmount',
    monetary('TaxExclusiveAmount'),
    exclusive,
    'lines less allowances plus charges are',
  );
  check('BR-CO-14', 'vatAmount', 'cac:TaxTotal/cbc:TaxAmount', taxes, 'the breakdown makes');
  check(
    'BR-CO-15',
    'taxInclusiveAmount',
    monetary('TaxInclusiveAmount'),
    total('taxExclusiveAmount').plus(totals.vatAmount),
    'the total without VAT plus VAT is',
  );
  const payable = total('taxInclusiveAmount').minus(totals.prepaidAmount).plus(totals.roundingAmount);
  check(
    'BR-CO-16',
    'payableAmount',
    monetary('PayableAmount'),
    payable,
    'the total with VAT less what is paid plus rounding is',
  );
}
