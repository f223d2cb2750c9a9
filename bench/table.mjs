/**
 * @typedef {{ name: string, value: number, unit: string, target: string | null, ok: boolean | null }} Row
 * `ok` is null for figures that have no target of their own.
 */

/** @returns {Row} */
export const figure = (name, value, unit) => ({ name, value: rounded(value), unit, target: null, ok: null });

/** @returns {Row} */
export const atLeast = (name, value, unit, target) => ({
  ...figure(name, value, unit),
  target: `>= ${target}`,
  ok: value >= target,
});

/** @returns {Row} */
export const atMost = (name, value, unit, target) => ({
  ...figure(name, value, unit),
  target: `<= ${target}`,
  ok: value <= target,
});

/** @param {Row[]} rows */
export function formatTable(rows) {
  const cells = rows.map(({ name, value, unit, target, ok }) => [
    name,
    String(value),
    unit,
    target ?? '',
    ok === null ? '' : ok ? 'ok' : 'MISSED',
  ]);
  const table = [['name', 'value', 'unit', 'target', ''], ...cells];
  const widths = table[0].map((_title, column) => Math.max(...table.map((cell) => cell[column].length)));
  return table
    .map((line) =>
      line
        .map((cell, column) => (column === 1 ? cell.padStart(widths[1]) : cell.padEnd(widths[column])))
        .join('  '),
    )
    .join('\n');
}

function rounded(value) {
  if (value >= 100) return Math.round(value);
  return Number(value.toPrecision(3));
}
