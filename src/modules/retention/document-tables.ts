/** A table with rows of documents. */
interface DocumentTable {
  table: string;
  /** Which rows, the documents' ids as $1. */
  rows: string;
}

const ofDocument = (table: string): DocumentTable => ({ table, rows: 'document_id = ANY($1)' });

const ofReport = (table: string): DocumentTable => ({
  table,
  rows: 'report_id IN (SELECT id FROM compliance_reports WHERE document_id = ANY($1))',
});

/**
 * Every table that refers to documents, or to what refers to them: they go first, in this order. A test compares the list with the
 * foreign keys of the database.
 */
export const documentTables: readonly DocumentTable[] = [
  // The name of a transmission is its document's id, with a number from the second on; the messages about it have names of their own.
  {
    table: 'transmission_evidence',
    rows: `transmission_id IN (SELECT id || suffix FROM unnest($1::text[]) AS id, (SELECT '' AS suffix UNION SELECT '-' || generate_series(2, 100)) AS resent)`,
  },
  ofReport('compliance_files'),
  ofReport('compliance_receipts'),
  ofDocument('compliance_reports'),
  ofDocument('lifecycle_messages'),
  ofDocument('lifecycle_history'),
  ofDocument('delivery_history'),
  ofDocument('document_payloads'),
];
