import { EntityManager } from 'typeorm';

/** Where sealed bytes are kept. In a text column they are written as base64. */
export interface SealedColumn {
  table: string;
  column: string;
  isText: boolean;
}

/** Whatever is called sealed is; these hold sealed bytes and are not called so. */
const otherwiseNamed = [
  'companies.migration_key',
  'custom_domains.private_key',
  'custom_domains.order_key',
  'acme_accounts.private_key',
];

/** Read from the database itself, so that no module can forget to say that it seals something. */
export async function findSealedColumns(db: EntityManager): Promise<SealedColumn[]> {
  return db.query<SealedColumn[]>(
    `SELECT relname AS "table", attname AS "column", atttypid = 'text'::regtype AS "isText"
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND NOT attisdropped
       AND atttypid IN ('bytea'::regtype, 'text'::regtype)
       AND (attname LIKE '%sealed%' OR relname || '.' || attname = ANY ($1))
     ORDER BY relname, attname`,
    [otherwiseNamed],
  );
}
