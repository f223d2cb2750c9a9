type Cell = string | number | null;

/** What spreadsheets take for a formula when a cell begins with it. */
const formulaStarts = /^[=+\-@\t\r]/;

/** A table as RFC 4180 wants it, with a line of titles. A text that would be a formula is kept from it by an apostrophe. */
export function writeCsv(titles: string[], rows: Cell[][]): string {
  return [titles, ...rows].map((row) => `${row.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formulaStarts.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
