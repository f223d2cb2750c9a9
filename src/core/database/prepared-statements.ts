import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { ScopedPool } from './scoped-pool';
import { Statement } from './statement';

/**
 * Runs the few statements that are on the path of nearly every request. PostgreSQL parses and plans each once a connection, so this
 * is for lookups by a unique key and for inserts, whose one plan suits all values. Each is a transaction of its own.
 *
 * They run as the system: keys are looked up for several callers at once, and of rows that are inserted together no policy can look at
 * the others. So each must name its tenant in its own text.
 */
@Injectable()
export class PreparedStatements {
  private readonly pool: Pool;
  private readonly names = new Map<string, string>();

  constructor(dataSource: DataSource) {
    this.pool = ((dataSource.driver as PostgresDriver).master as ScopedPool).system;
  }

  async run<Row extends object>({ sql, parameters }: Statement): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>({ name: this.nameOf(sql), text: sql, values: parameters });
      return rows;
    } catch (error) {
      throw new QueryFailedError(sql, parameters, error as Error);
    }
  }

  private nameOf(sql: string): string {
    const name = this.names.get(sql) ?? `statement_${this.names.size}`;
    this.names.set(sql, name);
    return name;
  }
}
