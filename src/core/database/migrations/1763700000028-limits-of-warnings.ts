import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which limit a warning was of, so that a greater one is warned of as well. Of those that were given before nobody knows; they hold for
 * the rest of their month, as they did.
 */
export class LimitsOfWarnings1763700000028 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE quota_warnings ADD COLUMN maximum integer NOT NULL DEFAULT 2147483647;
      ALTER TABLE quota_warnings ALTER COLUMN maximum DROP DEFAULT;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE quota_warnings DROP COLUMN maximum`);
  }
}
