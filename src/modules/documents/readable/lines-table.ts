import { Adjustment, Invoice, InvoiceLine } from '../formats/invoice';
import { Sheet, Style } from './sheet';
import { amount, grouped, quantityOf } from './words';

interface Column {
  title: string;
  /** A share of the width. */
  share: number;
  align?: 'right';
  cell: (line: InvoiceLine) => string;
}

const columns: Column[] = [
  { title: '#', share: 0.06, cell: ({ id }) => id },
  { title: 'Description', share: 0.4, cell: describe },
  {
    title: 'Quantity',
    share: 0.15,
    align: 'right',
    cell: (line) => quantityOf(line.quantity, line.unitCode),
  },
  { title: 'Unit price', share: 0.15, align: 'right', cell: priceOf },
  { title: 'VAT', share: 0.09, align: 'right', cell: (line) => `${grouped(line.vatRate)} %` },
  { title: 'Net amount', share: 0.15, align: 'right', cell: (line) => amount(line.netAmount) },
];

/** The lines; their heads stand again on each page. */
export function writeLines(sheet: Sheet, { lines }: Invoice): void {
  const head = () => {
    writeRow(
      sheet,
      columns.map(({ title }) => title),
      { face: 'bold', size: 7.5 },
    );
    sheet.rule('#1a1a1a');
    sheet.y += 4;
  };
  sheet.need(80);
  head();
  sheet.startPage = head;
  for (const line of lines) {
    writeRow(
      sheet,
      columns.map(({ cell }) => cell(line)),
    );
    sheet.rule();
    sheet.y += 4;
  }
  sheet.startPage = undefined;
  sheet.y += 8;
}

function writeRow(sheet: Sheet, cells: string[], style: Style = {}): void {
  const widths = columns.map(({ share }) => share * sheet.width);
  const height = Math.max(...cells.map((cell, index) => sheet.heightOf(cell, widths[index]! - 8, style)));
  sheet.need(height + 8);
  let left = 0;
  cells.forEach((cell, index) => {
    sheet.put(cell, left, widths[index]! - 8, { ...style, align: columns[index]!.align });
    left += widths[index]!;
  });
  sheet.y += height + 4;
}

function describe({ name, description, note, item, allowances, charges }: InvoiceLine): string {
  const ids = [item?.sellerId && `Item ${item.sellerId}`, item?.buyerId && `Your item ${item.buyerId}`];
  const adjustments = [
    ...allowances.map((allowance) => adjustmentText('Allowance', allowance, '-')),
    ...charges.map((charge) => adjustmentText('Charge', charge, '')),
  ];
  return [name, description, note, ids.filter(Boolean).join(' · '), ...adjustments]
    .filter(Boolean)
    .join('\n');
}

export function adjustmentText(kind: string, { amount: value, reason }: Adjustment, sign: string): string {
  return `${reason ?? kind}: ${sign}${amount(value)}`;
}

function priceOf({ unitPrice, baseQuantity }: InvoiceLine): string {
  const per = baseQuantity && Number(baseQuantity) !== 1 ? ` / ${grouped(baseQuantity)}` : '';
  return `${amount(unitPrice)}${per}`;
}
