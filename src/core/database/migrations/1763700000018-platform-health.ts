import { MigrationInterface, QueryRunner } from 'typeorm';

/** How the documents of each company went lately, what finds the failures among the events, and sandboxes that end. */
export class PlatformHealth1763700000018 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outcome_counts (
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        begins_at timestamptz(3) NOT NULL,
        sent integer NOT NULL,
        failed integer NOT NULL,
        never_left integer NOT NULL,
        CONSTRAINT pk_outcome_counts PRIMARY KEY (organization_id, livemode, company_id, begins_at)
      );
      CREATE INDEX ix_outcome_counts_age ON outcome_counts (begins_at);

      CREATE TABLE outcome_totals (
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        sent integer NOT NULL,
        failed integer NOT NULL,
        never_left integer NOT NULL,
        CONSTRAINT pk_outcome_totals PRIMARY KEY (organization_id, livemode, company_id)
      ) WITH (fillfactor = 70);

      CREATE TABLE outcome_progress (
        id boolean CONSTRAINT pk_outcome_progress PRIMARY KEY DEFAULT true CONSTRAINT ck_outcome_progress_one CHECK (id),
        transaction_id xid8 NOT NULL
      );
      INSERT INTO outcome_progress (transaction_id) VALUES ('0');

      CREATE INDEX ix_events_outcomes ON events (transaction_id) WHERE type IN ('document.sent', 'document.failed');
      CREATE INDEX ix_events_failed ON events (organization_id, livemode, company_id, id) WHERE type = 'document.failed';
      CREATE INDEX ix_events_unreported ON events (organization_id, livemode, id) WHERE type = 'compliance.reported.failed';

      CREATE TABLE sandboxes (
        organization_id text COLLATE "C" CONSTRAINT pk_sandboxes PRIMARY KEY
          CONSTRAINT fk_sandboxes_organization REFERENCES organizations (id),
        email text,
        expires_at timestamptz(3) NOT NULL,
        closed_at timestamptz(3)
      );
      CREATE INDEX ix_sandboxes_open ON sandboxes (expires_at) WHERE closed_at IS NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE sandboxes, outcome_progress, outcome_totals, outcome_counts;
      DROP INDEX ix_events_outcomes, ix_events_failed, ix_events_unreported;
    `);
  }
}
