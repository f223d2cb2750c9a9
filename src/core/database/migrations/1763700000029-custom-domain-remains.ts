import { MigrationInterface, QueryRunner } from 'typeorm';

/** Names that sandboxes kept beyond their end are free for whoever owns them. */
export class CustomDomainRemains1763700000029 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM custom_domains WHERE organization_id IN (SELECT organization_id FROM sandboxes WHERE closed_at IS NOT NULL);
    `);
  }

  async down(): Promise<void> {}
}
