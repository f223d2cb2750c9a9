import { Invoice } from '../formats/invoice';
import { Look } from './look';
import { margin, Sheet } from './sheet';
import { titles } from './words';

const logoBox: [number, number] = [180, 44];

/** Whose document it is to the eye, what it is, and what it refers to. */
export function writeHeading(sheet: Sheet, invoice: Invoice, look: Look): void {
  sheet.pdf.rect(0, 0, sheet.pdf.page.width, 8).fill(look.primaryColor);
  if (look.logo) sheet.pdf.image(Buffer.from(look.logo), margin, margin - 12, { fit: logoBox });
  else sheet.put(look.displayName, 0, sheet.width / 2, { face: 'bold', size: 12 });
  const half = sheet.width / 2;
  const titleHeight = sheet.put(titles[invoice.type], half, half, { face: 'bold', size: 17, align: 'right' });
  sheet.y += titleHeight;
  sheet.y +=
    Math.max(sheet.put(invoice.number, half, half, { size: 11, align: 'right' }), 44 - titleHeight) + 10;
  writeFacts(sheet, factsOf(invoice));
}

function writeFacts(sheet: Sheet, facts: Array<[string, string]>): void {
  const width = sheet.width / 4;
  for (let row = 0; row < facts.length; row += 4) {
    const heights = facts.slice(row, row + 4).map(([label, value], column) => {
      const label_ = sheet.put(label, column * width, width - 8, { size: 7, color: '#666666' });
      sheet.y += label_;
      const height = sheet.put(value, column * width, width - 8, { face: 'bold' });
      sheet.y -= label_;
      return label_ + height;
    });
    sheet.y += Math.max(...heights) + 8;
  }
}

function factsOf(invoice: Invoice): Array<[string, string]> {
  const { period, precedingInvoices = [] } = invoice;
  const facts: Array<[string, string | undefined]> = [
    ['Issued', invoice.issueDate],
    ['Due', invoice.dueDate],
    ['Tax point', invoice.taxPointDate],
    ['Period', period && [period.start, period.end].filter(Boolean).join(' to ')],
    ['Currency', invoice.currency],
    ["Buyer's reference", invoice.buyerReference],
    ['Order', invoice.orderReference],
    ['Contract', invoice.contractReference],
    ['Delivered', invoice.delivery?.date],
    ['Refers to', precedingInvoices.map(({ number }) => number).join(', ')],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}
