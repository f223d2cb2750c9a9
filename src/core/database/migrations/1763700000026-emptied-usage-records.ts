import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Usage records are folded within seconds, and whoever asks for usage reads all that are left. After a long backlog the emptied pages
 * must go, or each question reads them too: PostgreSQL keeps them as long as it finds cleaning the index not worth its while, which it
 * does where few of the pages hold dead rows.
 */
export class EmptiedUsageRecords1763700000026 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE usage_records SET (
        vacuum_index_cleanup = on,
        autovacuum_vacuum_threshold = 10000,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_cost_delay = 0
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE usage_records RESET (
        vacuum_index_cleanup, autovacuum_vacuum_threshold, autovacuum_vacuum_scale_factor, autovacuum_vacuum_cost_delay
      )
    `);
  }
}
