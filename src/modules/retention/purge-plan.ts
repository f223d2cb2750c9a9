/** What a purge is about to remove: the documents of a company that were issued in one year. */
export interface PurgeLine {
  organizationId: string;
  livemode: boolean;
  companyId: string;
  companyName: string;
  country: string;
  year: number;
  documents: number;
  bytes: number;
  /** Past their time as well, but under a legal hold. */
  held: number;
}

export interface PurgeFilter {
  livemode?: boolean;
  companyId?: string;
}

const titles = ['MODE', 'COUNTRY', 'COMPANY', 'NAME', 'YEAR', 'DOCUMENTS', 'SIZE', 'HELD'];
const longestName = 30;

/** The plan as a table with a total, for people. */
export function printPlan(lines: readonly PurgeLine[]): string {
  if (lines.length === 0) return 'No document is past its retention.';
  const total = (amount: (line: PurgeLine) => number) => lines.reduce((sum, line) => sum + amount(line), 0);
  const documents = total((line) => line.documents);
  const held = total((line) => line.held);
  const sum = `In total ${documents} documents, ${sizeOf(total(({ bytes }) => bytes))}; ${held} more are under a legal hold and stay.`;
  return [...columnsOf([titles, ...lines.map(cellsOf)]), '', sum].join('\n');
}

function cellsOf({
  livemode,
  country,
  companyId,
  companyName,
  year,
  documents,
  bytes,
  held,
}: PurgeLine): string[] {
  // What users have typed must not move the cursor of an operator's terminal.
  const name = companyName.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, longestName);
  const mode = livemode ? 'live' : 'test';
  return [mode, country, companyId, name, String(year), String(documents), sizeOf(bytes), String(held)];
}

function columnsOf(rows: string[][]): string[] {
  const widths = titles.map((_title, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
