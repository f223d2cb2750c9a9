import { MigrationInterface, QueryRunner } from 'typeorm';

/** What domains leave behind: names that ended sandboxes kept are free again, and the certificate authority's patience is remembered. */
export class CustomDomainRemains1763700000029 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM custom_domains WHERE organization_id IN (SELECT organization_id FROM sandboxes WHERE closed_at IS NOT NULL);

      CREATE TABLE certificate_pauses (
        hostname text COLLATE "C" CONSTRAINT pk_certificate_pauses PRIMARY KEY,
        wait_until timestamptz(3) NOT NULL
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE certificate_pauses`);
  }
}
