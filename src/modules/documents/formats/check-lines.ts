import Big from 'big.js';
import { checkLineAdjustments } from './check-adjustments';
import { checkCents } from './check-decimals';
import { checkRate } from './check-rate';
import { vatCategories } from './code-lists';
import { Invoice, InvoiceLine } from './invoice';
import { lineElement, Report } from './rule-violation';

const categories = new Set<string>(vatCategories);

export function checkLines(invoice: Invoice, report: Report): void {
  if (invoice.lines.length === 0) {
    report('BR-16', 'lines', lineElement(invoice), 'The document has no lines.', 'Add at least one line.');
  }
  const ids = new Set<string>();
  invoice.lines.forEach((line, index) => {
    const inside: Report = (rule, field, xpath, message, fix) =>
      report(
        rule,
        `lines[${index}].${field}`,
        `${lineElement(invoice)}[${index + 1}]/${xpath}`,
        message,
        fix,
      );
    if (ids.has(line.id)) {
      const fix = 'Give each line an id of its own, or none.';
      inside('PEPPOL-EN16931-LINE-ID', 'id', 'cbc:ID', `Two lines have the id ${line.id}.`, fix);
    }
    ids.add(line.id);
    checkParts(line, inside);
    checkCategory(line, inside);
    checkLineAdjustments(line, inside);
  });
}

function checkParts(
  { id, name, unitCode, unitPrice, baseQuantity, netAmount }: InvoiceLine,
  report: Report,
): void {
  if (id === '') report('BR-21', 'id', 'cbc:ID', 'The line has no identifier.', 'Number the lines.');
  if (name === '')
    report('BR-25', 'name', 'cac:Item/cbc:Name', 'The item has no name.', 'Name what is invoiced.');
  if (unitCode === '') {
    const message = 'The quantity has no unit of measure.';
    report('BR-23', 'unitCode', '*[@unitCode]', message, 'Add the unit; C62 is one piece.');
  }
  if (new Big(unitPrice).lt(0)) {
    const message = `The price is ${unitPrice}; prices are not negative.`;
    report('BR-27', 'unitPrice', 'cac:Price/cbc:PriceAmount', message, 'Make the quantity negative instead.');
  }
  if (baseQuantity !== undefined && !new Big(baseQuantity).gt(0)) {
    const message = `The base quantity is ${baseQuantity}; it must be above 0.`;
    const fix = 'Correct it, or leave it out.';
    report('PEPPOL-EN16931-R121', 'baseQuantity', 'cac:Price/cbc:BaseQuantity', message, fix);
  }
  checkCents('BR-DEC-23', 'netAmount', 'cbc:LineExtensionAmount', netAmount, report);
}

function checkCategory({ vatCategory, vatRate }: InvoiceLine, report: Report): void {
  const path = 'cac:Item/cac:ClassifiedTaxCategory';
  if (vatCategory === '') {
    report(
      'BR-CO-04',
      'vatCategory',
      `${path}/cbc:ID`,
      'The line has no VAT category.',
      'Add it, such as S.',
    );
  } else if (!categories.has(vatCategory)) {
    const message = `The VAT category ${vatCategory} is not known.`;
    report('BR-CL-18', 'vatCategory', `${path}/cbc:ID`, message, `Use one of ${vatCategories.join(', ')}.`);
  }
  checkRate(vatCategory, vatRate, '05', 'vatRate', `${path}/cbc:Percent`, report);
}
