import { Invoice } from '../formats/invoice';
import { adjustmentText } from './lines-table';
import { Sheet } from './sheet';
import { amount, grouped } from './words';

/** What the lines add up to: allowances and charges of the whole, VAT by rate, and what is to be paid. */
export function writeSums(sheet: Sheet, invoice: Invoice): void {
  for (const allowance of invoice.allowances) sheet.paragraph(adjustmentText('Allowance', allowance, '-'));
  for (const charge of invoice.charges) sheet.paragraph(adjustmentText('Charge', charge, ''));
  const rows = sumsOf(invoice);
  sheet.need(rows.length * 13 + 12);
  sheet.y += 4;
  for (const [label, value] of rows) writeSum(sheet, label, value);
  sheet.rule('#1a1a1a');
  sheet.y += 5;
  const payable = `${amount(invoice.totals.payableAmount)} ${invoice.currency}`;
  writeSum(sheet, 'To be paid', payable, { face: 'bold', size: 11 });
  sheet.y += 10;
  for (const { exemptionReason } of invoice.vatBreakdown)
    if (exemptionReason) sheet.paragraph(exemptionReason, { size: 7.5, color: '#444444' });
}

function writeSum(sheet: Sheet, label: string, value: string, style = {}): void {
  sheet.put(label, sheet.width * 0.4, sheet.width * 0.35, style);
  sheet.y += sheet.put(value, sheet.width * 0.7, sheet.width * 0.3 - 8, { ...style, align: 'right' }) + 2;
}

function sumsOf({ totals, vatBreakdown }: Invoice): Array<[string, string]> {
  const others: Array<[string, string]> = [
    ['Allowances', `-${totals.allowanceAmount}`],
    ['Charges', totals.chargeAmount],
  ];
  const later: Array<[string, string]> = [
    ['Total with VAT', totals.taxInclusiveAmount],
    ['Paid already', `-${totals.prepaidAmount}`],
    ['Rounding', totals.roundingAmount],
  ];
  const taxes = vatBreakdown.map(({ rate, category, taxableAmount, taxAmount }): [string, string] => [
    `VAT ${grouped(rate)} % (${category}) of ${amount(taxableAmount)}`,
    taxAmount,
  ]);
  const rows: Array<[string, string]> = [
    ['Sum of lines', totals.lineNetAmount],
    ...others.filter(isNotZero),
    ['Total without VAT', totals.taxExclusiveAmount],
    ...taxes,
    ...later.filter(isNotZero),
  ];
  return rows.map(([label, value]) => [label, amount(value)]);
}

function isNotZero([, value]: [string, string]): boolean {
  return Number(value) !== 0;
}
