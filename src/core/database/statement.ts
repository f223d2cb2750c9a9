export interface Statement {
  sql: string;
  parameters: unknown[];
}

/** A row to be inserted; its values are named like their columns. */
export interface NewRow {
  table: string;
  values: Record<string, unknown>;
  /** What follows the values, for a row that may be there already: `ON CONFLICT …`. */
  onConflict?: string;
}

/** Inserts the row and returns its id, or returns nothing when a unique index knows it already. */
export function insertUnlessKnown({ table, values }: NewRow): Statement {
  const parameters = Object.values(values);
  const places = parameters.map((_value, index) => `$${index + 1}`);
  const sql = `INSERT INTO ${table} (${columnsOf(values)}) VALUES (${places.join(', ')}) ON CONFLICT DO NOTHING RETURNING id`;
  return { sql, parameters };
}

/**
 * Inserts rows of several tables at once: all of them or none, in one round trip. The condition is a statement as well; unless it
 * returns its one row, nothing is inserted. Returns what the condition does.
 */
export function insertTogether(
  rows: NewRow[],
  condition: Statement = { sql: 'SELECT true', parameters: [] },
): Statement {
  const parameters = [...condition.parameters];
  const inserts = rows.map(({ table, values, onConflict = '' }, index) => {
    const places = Object.values(values).map((value) => `$${parameters.push(value)}`);
    return `row_${index} AS (INSERT INTO ${table} (${columnsOf(values)}) SELECT ${places.join(', ')} FROM condition ${onConflict})`;
  });
  const sql = `WITH condition AS (${condition.sql}), ${inserts.join(', ')} SELECT * FROM condition`;
  return { sql, parameters };
}

function columnsOf(values: Record<string, unknown>): string {
  return Object.keys(values).join(', ');
}
