import { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports to tax authorities with their evidence, and what the sandbox's authorities remember. */
export class Compliance1763700000013 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE compliance_reports (
        id text COLLATE "C" CONSTRAINT pk_compliance_reports PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL CONSTRAINT fk_compliance_reports_company REFERENCES companies (id),
        document_id text COLLATE "C" NOT NULL CONSTRAINT fk_compliance_reports_document REFERENCES documents (id),
        authority text NOT NULL CONSTRAINT ck_compliance_reports_authority CHECK (authority IN ('PPF', 'SDI')),
        lifecycle_status text NOT NULL,
        reason_code text,
        state text NOT NULL CONSTRAINT ck_compliance_reports_state
          CHECK (state IN ('pending', 'submitted', 'accepted', 'rejected', 'failed')),
        round integer NOT NULL DEFAULT 1,
        attempts integer NOT NULL DEFAULT 0,
        reference text,
        error_code text,
        error_message text,
        occurred_at timestamptz(3) NOT NULL,
        deadline timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      ) WITH (fillfactor = 70);
      CREATE INDEX ix_compliance_reports_document ON compliance_reports (document_id, id);
      CREATE INDEX ix_compliance_reports_open ON compliance_reports (authority) WHERE state IN ('pending', 'submitted');

      CREATE TABLE compliance_files (
        report_id text COLLATE "C" NOT NULL
          CONSTRAINT fk_compliance_files_report REFERENCES compliance_reports (id),
        round integer NOT NULL,
        name text NOT NULL,
        media_type text NOT NULL,
        bytes bytea NOT NULL,
        sha256 bytea NOT NULL,
        CONSTRAINT pk_compliance_files PRIMARY KEY (report_id, round)
      );
      CREATE SEQUENCE compliance_file_numbers;

      CREATE TABLE compliance_receipts (
        report_id text COLLATE "C" NOT NULL
          CONSTRAINT fk_compliance_receipts_report REFERENCES compliance_reports (id),
        sha256 bytea NOT NULL,
        media_type text NOT NULL,
        bytes bytea NOT NULL,
        received_at timestamptz(3) NOT NULL,
        CONSTRAINT pk_compliance_receipts PRIMARY KEY (report_id, sha256)
      );

      ALTER TABLE documents ADD COLUMN simulated_compliance text;

      CREATE TABLE sandbox_reports (
        id text COLLATE "C" CONSTRAINT pk_sandbox_reports PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        authority text NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_sandbox_reports_number UNIQUE,
        file_name text NOT NULL,
        receiver text NOT NULL,
        simulate text,
        payload bytea NOT NULL,
        reported_at timestamptz(3) NOT NULL,
        answered_by text COLLATE "C",
        state text,
        code text,
        message text,
        receipt bytea
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE sandbox_reports, compliance_receipts, compliance_files, compliance_reports;
      DROP SEQUENCE compliance_file_numbers;
      ALTER TABLE documents DROP COLUMN simulated_compliance;
    `);
  }
}
