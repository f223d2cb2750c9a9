import { MigrationInterface, QueryRunner } from 'typeorm';

/** What a document was sent or received as, and the promise that a company sends a number once. */
export class DocumentNumbers1763700000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE documents ADD COLUMN format text NOT NULL DEFAULT 'ubl-xml';
      ALTER TABLE documents ALTER COLUMN format DROP DEFAULT;
      CREATE UNIQUE INDEX uq_documents_number ON documents (company_id, type, number)
        WHERE direction = 'outgoing' AND status <> 'failed';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX uq_documents_number;
      ALTER TABLE documents DROP COLUMN format;
    `);
  }
}
