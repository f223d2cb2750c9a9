import { MigrationInterface, QueryRunner } from 'typeorm';

/** Incoming documents name their receiver by a participant id: companies are found by any of theirs. */
export class CompanyParticipants1763700000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX ix_companies_participants ON companies USING gin (peppol_ids) WHERE status = 'active'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ix_companies_participants`);
  }
}
