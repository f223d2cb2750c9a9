import Big from 'big.js';
import { roundToCents, toAmount } from './amounts';
import { checkCents } from './check-decimals';
import { checkRate } from './check-rate';
import { Adjustment, Invoice } from './invoice';
import { Report } from './rule-violation';

/** The rules of an allowance or charge, by where it stands. */
interface AdjustmentRules {
  field: 'allowances' | 'charges';
  reason: string;
  amountDecimals: string;
  baseDecimals: string;
  /** A line's follow the category of the line. */
  category?: { missing: string; rate: '06' | '07' };
}

const ofDocument: AdjustmentRules[] = [
  {
    field: 'allowances',
    reason: 'BR-33',
    amountDecimals: 'BR-DEC-01',
    baseDecimals: 'BR-DEC-02',
    category: { missing: 'BR-32', rate: '06' },
  },
  {
    field: 'charges',
    reason: 'BR-38',
    amountDecimals: 'BR-DEC-05',
    baseDecimals: 'BR-DEC-06',
    category: { missing: 'BR-37', rate: '07' },
  },
];
const ofLine: AdjustmentRules[] = [
  { field: 'allowances', reason: 'BR-42', amountDecimals: 'BR-DEC-24', baseDecimals: 'BR-DEC-25' },
  { field: 'charges', reason: 'BR-44', amountDecimals: 'BR-DEC-27', baseDecimals: 'BR-DEC-28' },
];

/** PEPPOL-EN16931-R040 tolerates this much of a percentage's rounding. */
const percentageSlack = '0.02';

type Adjusted = Pick<Invoice, 'allowances' | 'charges'>;

export function checkDocumentAdjustments(invoice: Adjusted, report: Report): void {
  for (const rules of ofDocument) checkAll(invoice, rules, report);
}

/** `report` is that of the line. */
export function checkLineAdjustments(line: Adjusted, report: Report): void {
  for (const rules of ofLine) checkAll(line, rules, report);
}

function checkAll(parent: Adjusted, rules: AdjustmentRules, report: Report): void {
  const isCharge = rules.field === 'charges';
  parent[rules.field].forEach((adjustment, index) => {
    const at = `${rules.field}[${index}]`;
    const path = `cac:AllowanceCharge[cbc:ChargeIndicator='${isCharge}'][${index + 1}]`;
    const inside: Report = (rule, field, xpath, message, fix) =>
      report(rule, `${at}.${field}`, `${path}/${xpath}`, message, fix);
    checkAdjustment(adjustment, rules, inside);
    checkPercentage(adjustment, inside);
  });
}

function checkAdjustment(adjustment: Adjustment, rules: AdjustmentRules, report: Report): void {
  const { amount, baseAmount, reason, reasonCode, vatCategory, vatRate } = adjustment;
  if (reason === undefined && reasonCode === undefined) {
    const message = 'An allowance or charge needs a reason or a reason code.';
    report(rules.reason, 'reason', 'cbc:AllowanceChargeReason', message, 'Add reason.');
  }
  checkCents(rules.amountDecimals, 'amount', 'cbc:Amount', amount, report);
  checkCents(rules.baseDecimals, 'baseAmount', 'cbc:BaseAmount', baseAmount, report);
  if (!rules.category) return;
  if (vatCategory === undefined) {
    const message = 'An allowance or charge of the document needs a VAT category.';
    report(rules.category.missing, 'vatCategory', 'cac:TaxCategory/cbc:ID', message, 'Add vatCategory.');
  } else if (vatRate !== undefined) {
    checkRate(vatCategory, vatRate, rules.category.rate, 'vatRate', 'cac:TaxCategory/cbc:Percent', report);
  }
}

function checkPercentage({ amount, baseAmount, percentage }: Adjustment, report: Report): void {
  if (percentage !== undefined && baseAmount === undefined) {
    const message = `The percentage is ${percentage}, but baseAmount does not say of what.`;
    report(
      'PEPPOL-EN16931-R041',
      'baseAmount',
      'cbc:BaseAmount',
      message,
      'Add baseAmount, or leave percentage out.',
    );
  }
  if (percentage === undefined && baseAmount !== undefined) {
    const message = `The base amount is ${baseAmount}, but percentage does not say how much of it.`;
    const fix = 'Add percentage, or leave baseAmount out.';
    report('PEPPOL-EN16931-R042', 'percentage', 'cbc:MultiplierFactorNumeric', message, fix);
  }
  if (percentage === undefined || baseAmount === undefined) return;
  const exact = new Big(baseAmount).times(percentage).times('0.01');
  if (exact.minus(amount).abs().lte(percentageSlack)) return;
  const expected = toAmount(roundToCents(exact));
  const message = `The amount is ${amount}, but ${percentage} % of ${baseAmount} is ${expected}.`;
  report('PEPPOL-EN16931-R040', 'amount', 'cbc:Amount', message, `Set amount to ${expected}.`);
}
