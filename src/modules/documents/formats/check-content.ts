import Big from 'big.js';
import { decimalsOf } from './amounts';
import { RuleViolation, ruleFamily } from './check-sums';
import { Adjustment, Invoice, isCreditNote, Totals } from './invoice';

type Report = (rule: string, field: string, xpath: string, message: string, fix: string) => void;

/** The rule that limits each total to two decimals, and its element. */
const totalDecimals: Record<keyof Totals, [rule: string, element: string]> = {
  lineNetAmount: ['BR-DEC-09', 'cbc:LineExtensionAmount'],
  allowanceAmount: ['BR-DEC-10', 'cbc:AllowanceTotalAmount'],
  chargeAmount: ['BR-DEC-11', 'cbc:ChargeTotalAmount'],
  taxExclusiveAmount: ['BR-DEC-12', 'cbc:TaxExclusiveAmount'],
  vatAmount: ['BR-DEC-13', 'cbc:TaxAmount'],
  taxInclusiveAmount: ['BR-DEC-14', 'cbc:TaxInclusiveAmount'],
  prepaidAmount: ['BR-DEC-16', 'cbc:PrepaidAmount'],
  roundingAmount: ['BR-DEC-17', 'cbc:PayableRoundingAmount'],
  payableAmount: ['BR-DEC-18', 'cbc:PayableAmount'],
};

/** What the shape cannot say: decimals, reasons, rates that fit their category, prices that are not negative. */
export function checkContent(invoice: Invoice): RuleViolation[] {
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
  checkDecimals(invoice, report);
  checkLines(invoice, report);
  checkAdjustments(invoice.allowances, 'allowances', 'BR-33', report);
  checkAdjustments(invoice.charges, 'charges', 'BR-38', report);
  checkExemptions(invoice, report);
  return violations;
}

function checkDecimals(invoice: Invoice, report: Report): void {
  const check = (rule: string, field: string, xpath: string, value: string) => {
    if (decimalsOf(value) > 2)
      report(
        rule,
        field,
        xpath,
        `${field} is ${value}, but amounts have two decimals at most.`,
        'Round it to two decimals.',
      );
  };
  for (const [name, [rule, element]] of Object.entries(totalDecimals)) {
    check(rule, `totals.${name}`, `cac:LegalMonetaryTotal/${element}`, invoice.totals[name as keyof Totals]);
  }
  invoice.vatBreakdown.forEach(({ taxableAmount, taxAmount }, at) => {
    check(
      'BR-DEC-19',
      `vatBreakdown[${at}].taxableAmount`,
      `cac:TaxTotal/cac:TaxSubtotal[${at + 1}]/cbc:TaxableAmount`,
      taxableAmount,
    );
    check(
      'BR-DEC-20',
      `vatBreakdown[${at}].taxAmount`,
      `cac:TaxTotal/cac:TaxSubtotal[${at + 1}]/cbc:TaxAmount`,
      taxAmount,
    );
  });
  invoice.lines.forEach(({ netAmount }, at) =>
    check(
      'BR-DEC-23',
      `lines[${at}].netAmount`,
      `cac:InvoiceLine[${at + 1}]/cbc:LineExtensionAmount`,
      netAmount,
    ),
  );
  invoice.allowances.forEach(({ amount }, at) =>
    check('BR-DEC-01', `allowances[${at}].amount`, 'cac:AllowanceCharge/cbc:Amount', amount),
  );
  invoice.charges.forEach(({ amount }, at) =>
    check('BR-DEC-05', `charges[${at}].amount`, 'cac:AllowanceCharge/cbc:Amount', amount),
  );
}

function checkLines(invoice: Invoice, report: Report): void {
  const ids = new Set<string>();
  const element = isCreditNote(invoice.type) ? 'cac:CreditNoteLine' : 'cac:InvoiceLine';
  invoice.lines.forEach((line, index) => {
    const at = (part: string) => `lines[${index}].${part}`;
    const path = (part: string) => `${element}[${index + 1}]/${part}`;
    if (ids.has(line.id))
      report(
        'PEPPOL-EN16931-LINE-ID',
        at('id'),
        path('cbc:ID'),
        `Two lines have the id ${line.id}.`,
        'Give each line an id of its own, or none.',
      );
    ids.add(line.id);
    if (new Big(line.unitPrice).lt(0)) {
      report(
        'BR-27',
        at('unitPrice'),
        path('cac:Price/cbc:PriceAmount'),
        `The price is ${line.unitPrice}; prices are not negative.`,
        'Make the quantity negative instead.',
      );
    }
    if (line.baseQuantity !== undefined && !new Big(line.baseQuantity).gt(0)) {
      report(
        'PEPPOL-EN16931-R121',
        at('baseQuantity'),
        path('cac:Price/cbc:BaseQuantity'),
        `The base quantity is ${line.baseQuantity}; it must be above 0.`,
        'Correct it, or leave it out.',
      );
    }
    checkRate(
      line.vatCategory,
      line.vatRate,
      at('vatRate'),
      path('cac:Item/cac:ClassifiedTaxCategory/cbc:Percent'),
      report,
    );
    checkAdjustments(line.allowances, at('allowances'), 'BR-42', report);
    checkAdjustments(line.charges, at('charges'), 'BR-44', report);
  });
}

function checkRate(category: string, rate: string, field: string, xpath: string, report: Report): void {
  const isZero = new Big(rate).eq(0);
  const family = ruleFamily[category] ?? category;
  if (category === 'S' && !new Big(rate).gt(0)) {
    report(
      'BR-S-05',
      field,
      xpath,
      `Category S has the rate ${rate}; it must be above 0.`,
      'Use category Z or E for what is not taxed.',
    );
  }
  if (['Z', 'E', 'AE', 'K', 'G', 'O'].includes(category) && !isZero) {
    report(
      `BR-${family}-05`,
      field,
      xpath,
      `Category ${category} has the rate ${rate}; it must be 0.`,
      'Set the rate to 0, or use category S.',
    );
  }
}

function checkAdjustments(adjustments: Adjustment[], field: string, rule: string, report: Report): void {
  adjustments.forEach(({ reason, reasonCode }, index) => {
    if (reason !== undefined || reasonCode !== undefined) return;
    report(
      rule,
      `${field}[${index}].reason`,
      'cac:AllowanceCharge',
      'An allowance or charge needs a reason or a reason code.',
      'Add reason.',
    );
  });
}

/** The law fixes the reason of every other category; an exemption must say its own. */
function checkExemptions(invoice: Invoice, report: Report): void {
  invoice.vatBreakdown.forEach(({ category, exemptionReason, exemptionCode }, at) => {
    if (category !== 'E' || exemptionReason !== undefined || exemptionCode !== undefined) return;
    const fix = 'Give vatBreakdown with exemptionReason or exemptionCode for category E.';
    report(
      'BR-E-10',
      `vatBreakdown[${at}].exemptionReason`,
      `cac:TaxTotal/cac:TaxSubtotal[${at + 1}]/cac:TaxCategory`,
      'Exempt items need the reason of the exemption.',
      fix,
    );
  });
}
