import { decimalsOf } from './amounts';
import { Invoice, Totals } from './invoice';
import { Report } from './rule-violation';

/** The rule that limits each total to two decimals, and its element. */
const totalDecimals: Record<keyof Totals, [rule: string, xpath: string]> = {
  lineNetAmount: ['BR-DEC-09', 'cac:LegalMonetaryTotal/cbc:LineExtensionAmount'],
  allowanceAmount: ['BR-DEC-10', 'cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount'],
  chargeAmount: ['BR-DEC-11', 'cac:LegalMonetaryTotal/cbc:ChargeTotalAmount'],
  taxExclusiveAmount: ['BR-DEC-12', 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount'],
  vatAmount: ['BR-DEC-13', 'cac:TaxTotal/cbc:TaxAmount'],
  taxInclusiveAmount: ['BR-DEC-14', 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount'],
  prepaidAmount: ['BR-DEC-16', 'cac:LegalMonetaryTotal/cbc:PrepaidAmount'],
  roundingAmount: ['BR-DEC-17', 'cac:LegalMonetaryTotal/cbc:PayableRoundingAmount'],
  payableAmount: ['BR-DEC-18', 'cac:LegalMonetaryTotal/cbc:PayableAmount'],
};

/** Totals and VAT breakdown in cents; lines, allowances and charges are checked where their other rules are. */
export function checkDecimals({ totals, vatBreakdown }: Invoice, report: Report): void {
  for (const [name, [rule, xpath]] of Object.entries(totalDecimals)) {
    checkCents(rule, `totals.${name}`, xpath, totals[name as keyof Totals], report);
  }
  vatBreakdown.forEach(({ taxableAmount, taxAmount }, index) => {
    const at = `vatBreakdown[${index}]`;
    const path = `cac:TaxTotal/cac:TaxSubtotal[${index + 1}]`;
    checkCents('BR-DEC-19', `${at}.taxableAmount`, `${path}/cbc:TaxableAmount`, taxableAmount, report);
    checkCents('BR-DEC-20', `${at}.taxAmount`, `${path}/cbc:TaxAmount`, taxAmount, report);
  });
}

export function checkCents(
  rule: string,
  field: string,
  xpath: string,
  amount: string | undefined,
  report: Report,
): void {
  if (amount === undefined || decimalsOf(amount) <= 2) return;
  const message = `${field} is ${amount}, but amounts have two decimals at most.`;
  report(rule, field, xpath, message, 'Round it to two decimals.');
}
