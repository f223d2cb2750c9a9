import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Usage by day and by month, which records are folded into, and how many documents are allowed. In `usage_months` and
 * `quota_counters` the row without a company is that of the organization as a whole.
 */
export class UsageAndQuotas1763700000017 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE usage_records DROP CONSTRAINT ck_usage_records_kind, ADD CONSTRAINT ck_usage_records_kind
        CHECK (kind IN ('sent', 'received', 'compliance_report', 'correction'));

      CREATE TABLE usage_days (
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        day date NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        sent integer NOT NULL,
        received integer NOT NULL,
        compliance_reports integer NOT NULL,
        corrections integer NOT NULL,
        CONSTRAINT pk_usage_days PRIMARY KEY (organization_id, livemode, day, company_id)
      ) WITH (fillfactor = 80);

      CREATE TABLE usage_months (
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        month date NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        sent integer NOT NULL,
        received integer NOT NULL,
        compliance_reports integer NOT NULL,
        corrections integer NOT NULL,
        CONSTRAINT pk_usage_months PRIMARY KEY (organization_id, livemode, month, company_id)
      ) WITH (fillfactor = 80);

      CREATE TABLE plans (
        name text CONSTRAINT pk_plans PRIMARY KEY,
        documents integer CONSTRAINT ck_plans_documents CHECK (documents >= 0),
        documents_per_company integer CONSTRAINT ck_plans_documents_per_company CHECK (documents_per_company >= 0),
        hard boolean NOT NULL,
        changed_at timestamptz(3) NOT NULL
      );
      ALTER TABLE organizations
        ADD COLUMN plan text CONSTRAINT fk_organizations_plan REFERENCES plans (name),
        ADD COLUMN plan_since timestamptz(3);

      CREATE TABLE company_quotas (
        company_id text COLLATE "C" CONSTRAINT pk_company_quotas PRIMARY KEY
          CONSTRAINT fk_company_quotas_company REFERENCES companies (id),
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        documents integer NOT NULL CONSTRAINT ck_company_quotas_documents CHECK (documents >= 0),
        hard boolean NOT NULL,
        changed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_company_quotas_organization ON company_quotas (organization_id);

      CREATE TABLE quota_counters (
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        month date NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        used integer NOT NULL,
        maximum integer NOT NULL,
        counted_at timestamptz(3) NOT NULL,
        CONSTRAINT pk_quota_counters PRIMARY KEY (organization_id, livemode, month, company_id),
        CONSTRAINT ck_quota_counters_maximum CHECK (used <= maximum)
      ) WITH (fillfactor = 50);

      CREATE TABLE quota_warnings (
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        month date NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        level smallint NOT NULL,
        warned_at timestamptz(3) NOT NULL,
        CONSTRAINT pk_quota_warnings PRIMARY KEY (organization_id, livemode, month, company_id, level)
      );
    `);
  }

  /** What was folded becomes records again. Corrections are lost as such: they are in the number of the sent ones. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO usage_days AS kept (organization_id, livemode, day, company_id, sent, received, compliance_reports, corrections)
      SELECT organization_id, livemode, day, company_id,
        count(*) FILTER (WHERE kind = 'sent') - count(*) FILTER (WHERE kind = 'correction'),
        count(*) FILTER (WHERE kind = 'received'), count(*) FILTER (WHERE kind = 'compliance_report'), 0
      FROM usage_records GROUP BY organization_id, livemode, day, company_id
      ON CONFLICT ON CONSTRAINT pk_usage_days DO UPDATE SET sent = kept.sent + excluded.sent,
        received = kept.received + excluded.received, compliance_reports = kept.compliance_reports + excluded.compliance_reports;
      DELETE FROM usage_records;
      INSERT INTO usage_records (organization_id, livemode, company_id, day, kind, event_id)
      SELECT organization_id, livemode, company_id, day, counted.kind, 'folded_' || number
      FROM usage_days, LATERAL (VALUES ('sent', sent), ('received', received), ('compliance_report', compliance_reports)) AS counted (kind, times),
        LATERAL generate_series(1, times) AS number;
      ALTER TABLE usage_records DROP CONSTRAINT ck_usage_records_kind, ADD CONSTRAINT ck_usage_records_kind
        CHECK (kind IN ('sent', 'received', 'compliance_report'));
      DROP TABLE quota_warnings, quota_counters, company_quotas, usage_months, usage_days;
      ALTER TABLE organizations DROP COLUMN plan, DROP COLUMN plan_since;
      DROP TABLE plans;
    `);
  }
}
