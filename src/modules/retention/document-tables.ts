/**
 * Every table that refers to documents, with the column that does: they go first, in this order. A test compares the list with the
 * foreign keys of the database.
 */
export const documentTables: ReadonlyArray<{ table: string; column: string }> = [
  { table: 'document_payloads', column: 'document_id' },
];
