import { MigrationInterface, QueryRunner } from 'typeorm';

/** What companies need beyond the sandbox: ids given by hand, why a registration failed, and what is reported for them. */
export class NetworkAndLaw1763700000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE companies
        ADD COLUMN additional_ids text[] NOT NULL DEFAULT '{}',
        ADD COLUMN auto_compliance json NOT NULL DEFAULT '{}',
        ADD COLUMN migration_key text,
        ADD COLUMN smp_error_code text,
        ADD COLUMN smp_error_message text;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE companies
        DROP COLUMN additional_ids, DROP COLUMN auto_compliance, DROP COLUMN migration_key,
        DROP COLUMN smp_error_code, DROP COLUMN smp_error_message;
    `);
  }
}
