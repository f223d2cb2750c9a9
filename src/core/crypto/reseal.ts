import { DataSource } from 'typeorm';
import { SealedBox } from './sealed-box';
import { findSealedColumns, SealedColumn } from './sealed-columns';

/** Rows lie in blocks of 8 KiB; so many at a time are read, changed and committed. */
const blocksAtATime = 64;

interface SealedRow {
  place: string;
  sealed: Buffer;
}

export interface ResealProgress extends SealedColumn {
  /** Sealed anew so far. */
  resealed: number;
  /** How much of the table has been looked through, from 0 to 1. */
  looked: number;
}

/**
 * Seals everything with the first key, so that the others can be dropped. What is done stays done: stopped in the middle, a repeat
 * finds only the rest. The service may run meanwhile, once all of its processes know the new key.
 */
export class Reseal {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
  ) {}

  /** How many values were sealed anew. Throws when one was sealed with a key that is gone. */
  async run(onProgress: (progress: ResealProgress) => void): Promise<number> {
    let total = 0;
    for (const column of await findSealedColumns(this.dataSource.manager)) {
      // A row that is changed meanwhile may move to where we have looked already: look again until there is none.
      while ((await this.remaining(column)) > 0) total += await this.pass(column, onProgress);
    }
    return total;
  }

  private async pass(column: SealedColumn, onProgress: (progress: ResealProgress) => void): Promise<number> {
    const blocks = await this.blocks(column);
    let resealed = 0;
    for (let block = 0; block < blocks; block += blocksAtATime) {
      resealed += await this.batch(column, block);
      onProgress({ ...column, resealed, looked: Math.min(1, (block + blocksAtATime) / blocks) });
    }
    return resealed;
  }

  private batch(column: SealedColumn, firstBlock: number): Promise<number> {
    const { table, column: name, isText } = column;
    return this.dataSource.transaction(async (tx) => {
      const rows = await tx.query<SealedRow[]>(
        `SELECT ctid::text AS place, ${bytesOf(column)} AS sealed FROM ${table}
         WHERE ctid >= $2::tid AND ctid < $3::tid AND ${isOld(column)} FOR UPDATE`,
        [this.keyId, `(${firstBlock},0)`, `(${firstBlock + blocksAtATime},0)`],
      );
      const sealed = rows.map((row) => this.box.seal(this.box.open(row.sealed)));
      await tx.query(
        `UPDATE ${table} SET ${name} = ${isText ? `encode(fresh.sealed, 'base64')` : 'fresh.sealed'}
         FROM unnest($1::tid[], $2::bytea[]) AS fresh (place, sealed) WHERE ${table}.ctid = fresh.place`,
        [rows.map(({ place }) => place), sealed],
      );
      return rows.length;
    });
  }

  private async remaining(column: SealedColumn): Promise<number> {
    const [row] = await this.dataSource.query<Array<{ count: number }>>(
      `SELECT count(*)::integer AS count FROM ${column.table} WHERE ${isOld(column)}`,
      [this.keyId],
    );
    return row!.count;
  }

  private async blocks({ table }: SealedColumn): Promise<number> {
    const [row] = await this.dataSource.query<Array<{ blocks: number }>>(
      `SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::bigint)::integer AS blocks`,
      [table],
    );
    return row!.blocks;
  }

  private get keyId(): Buffer {
    return Buffer.from(this.box.currentKeyId);
  }
}

function bytesOf({ column, isText }: SealedColumn): string {
  return isText ? `decode(${column}, 'base64')` : column;
}

/** The sealed form begins with the length of its key's id and the id itself. */
function isOld(column: SealedColumn): string {
  const bytes = bytesOf(column);
  return `${column.column} IS NOT NULL AND substring(${bytes} FROM 2 FOR get_byte(${bytes}, 0)) <> $1`;
}
