import { DataSource } from 'typeorm';
import { eventually } from './eventually';
import { Worker } from './fault-scene';

/**
 * Catches a worker between the answer of a receiver and the settlement: none can be written meanwhile, so the worker stands
 * exactly where the test wants to meet it.
 */
export async function atSettlement(
  database: DataSource,
  worker: Worker,
  act: () => Promise<void> | void,
): Promise<void> {
  const runner = database.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query('LOCK TABLE delivery_attempts IN SHARE MODE');
    await eventually(`${worker.name} wants to settle`, () => isWaiting(database, worker));
    await act();
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

async function isWaiting(database: DataSource, { name }: Worker): Promise<boolean> {
  const rows: unknown[] = await database.query(
    `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE application_name = $1 AND NOT granted AND relation = 'delivery_attempts'::regclass`,
    [name],
  );
  return rows.length > 0;
}
