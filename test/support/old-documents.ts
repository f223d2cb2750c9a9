import { DataSource } from 'typeorm';

/** As many documents like the given one, issued on another day; their ids. */
export async function olderCopies(
  database: DataSource,
  documentId: string,
  issueDate: string,
  count = 1,
  changes: Record<string, unknown> = {},
): Promise<string[]> {
  const rows: Array<{ id: string }> = await database.query(
    `WITH numbers AS (SELECT n, 'doc_' || upper(md5(random()::text || n)) AS id FROM generate_series(1, $3::integer) AS n),
     copies AS (
       INSERT INTO documents SELECT (jsonb_populate_record(original, jsonb_build_object(
         'id', numbers.id, 'number', numbers.id, 'issue_date', $2::text) || $4::jsonb)).*
       FROM documents AS original, numbers WHERE original.id = $1 RETURNING id
     ), payloads AS (
       INSERT INTO document_payloads SELECT numbers.id, media_type, bytes, sha256 FROM document_payloads, numbers
       WHERE document_id = $1
     )
     SELECT id FROM copies`,
    [documentId, issueDate, count, JSON.stringify(changes)],
  );
  return rows.map(({ id }) => id);
}
