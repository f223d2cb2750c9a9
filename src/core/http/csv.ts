type Cell = string | number | boolean | null;

/** What spreadsheets take for a formula when a cell begins with it. */
const formulaStarts = /^[=+\-@\t\r]/;

/** A table as RFC 4180 wants it, with a line of titles. */
export function writeCsv(titles: string[], rows: Cell[][]): string {
  return [titles, ...rows].map(csvLine).join('');
}

/** A text that would be a formula is kept from it by an apostrophe: names and user agents are whatever somebody sent. */
export function csvLine(row: Cell[]): string {
  return `${row.map(writeCell).join(',')}\r\n`;
}

function writeCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = formulaStarts.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
