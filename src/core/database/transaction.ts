import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager, QueryFailedError } from 'typeorm';

/** An open transaction. Writing methods of repositories take it first, so a write outside of one does not compile. */
export type Transaction = EntityManager & { readonly queryRunner: NonNullable<EntityManager['queryRunner']> };

const serializationFailures = new Set(['40001', '40P01']);
const maximumTries = 3;

@Injectable()
export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs the work in one transaction, again (three times at most) when Postgres asks for it after a deadlock. What
   * `afterCommit` collected runs once the commit is certain; its failures are not the caller's.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt >= maximumTries || !serializationFailures.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  private async once<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const hooks: Array<() => void> = [];
    const result = await this.dataSource.transaction(async (manager) => {
      const tx = manager as Transaction;
      tx.queryRunner.data.afterCommit = hooks;
      return work(tx);
    });
    for (const hook of hooks) hook();
    return result;
  }
}

/** Runs the hook after the commit, never after a rollback. Hooks announce work; the work itself is in a row. */
export function afterCommit(tx: Transaction, hook: () => void): void {
  (tx.queryRunner.data.afterCommit as Array<() => void>).push(hook);
}

/** The rows of an INSERT, UPDATE or DELETE … RETURNING; TypeORM answers `[rows, count]` for the latter two. */
export async function returning<Row>(db: EntityManager, sql: string, parameters: unknown[]): Promise<Row[]> {
  const answer = await db.query<Row[] | [Row[], number]>(sql, parameters);
  return isCounted(answer) ? answer[0] : answer;
}

function isCounted<Row>(answer: Row[] | [Row[], number]): answer is [Row[], number] {
  return answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
}

function sqlState(error: unknown): string | undefined {
  return error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
}

const violations = { unique: '23505', check: '23514' };

/** The name of the constraint of that kind that refused a write, if one did. */
export function violatedConstraint(
  error: unknown,
  kind: keyof typeof violations = 'unique',
): string | undefined {
  if (sqlState(error) !== violations[kind]) return undefined;
  return ((error as QueryFailedError).driverError as { constraint?: string }).constraint;
}
