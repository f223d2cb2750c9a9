import { MigrationInterface, QueryRunner } from 'typeorm';

/** What the directory may hold of a company, what may not be purged, and what was. */
export class ParticipantsAndRetention1763700000014 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE companies ADD COLUMN published_ids text[] NOT NULL DEFAULT '{}';
      UPDATE companies SET published_ids = peppol_ids WHERE smp_status IN ('pending', 'registered', 'removing');

      CREATE TABLE legal_holds (
        id text COLLATE "C" CONSTRAINT pk_legal_holds PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        subject_id text COLLATE "C" NOT NULL,
        reason text NOT NULL,
        placed_at timestamptz(3) NOT NULL,
        lifted_at timestamptz(3)
      );
      CREATE UNIQUE INDEX uq_legal_holds_subject ON legal_holds (subject_id) WHERE lifted_at IS NULL;

      CREATE TABLE purge_records (
        id text COLLATE "C" CONSTRAINT pk_purge_records PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        issue_year integer NOT NULL,
        document_ids text[] NOT NULL,
        bytes bigint NOT NULL,
        purged_at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_purge_records_company ON purge_records (company_id, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE purge_records, legal_holds;
      ALTER TABLE companies DROP COLUMN published_ids;
    `);
  }
}
