import { MigrationInterface, QueryRunner } from 'typeorm';

/** Organizations, keys, companies, jobs and idempotency: what everything else stands on. */
export class Foundation1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE organizations (
        id text COLLATE "C" CONSTRAINT pk_organizations PRIMARY KEY,
        name text NOT NULL,
        entitlements text[] NOT NULL DEFAULT '{}',
        created_at timestamptz(3) NOT NULL
      );

      CREATE TABLE users (
        id text COLLATE "C" CONSTRAINT pk_users PRIMARY KEY,
        email text NOT NULL CONSTRAINT uq_users_email UNIQUE,
        password_hash text NOT NULL,
        created_at timestamptz(3) NOT NULL
      );

      CREATE TABLE memberships (
        user_id text COLLATE "C" NOT NULL CONSTRAINT fk_memberships_user REFERENCES users (id),
        organization_id text COLLATE "C" NOT NULL CONSTRAINT fk_memberships_organization REFERENCES organizations (id),
        role text NOT NULL CONSTRAINT ck_memberships_role CHECK (role IN ('owner', 'developer', 'viewer')),
        CONSTRAINT pk_memberships PRIMARY KEY (user_id, organization_id)
      );

      CREATE TABLE companies (
        id text COLLATE "C" CONSTRAINT pk_companies PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL CONSTRAINT fk_companies_organization REFERENCES organizations (id),
        livemode boolean NOT NULL,
        name text NOT NULL,
        vat_number text NOT NULL,
        country text NOT NULL,
        peppol_id text NOT NULL,
        peppol_ids text[] NOT NULL,
        status text NOT NULL CONSTRAINT ck_companies_status CHECK (status IN ('active', 'deregistered')),
        smp_status text NOT NULL
          CONSTRAINT ck_companies_smp_status CHECK (smp_status IN ('pending', 'registered', 'failed', 'removing', 'removed')),
        smp_registered_at timestamptz(3),
        metadata json NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        deregistered_at timestamptz(3)
      );
      CREATE UNIQUE INDEX uq_companies_vat ON companies (organization_id, livemode, vat_number) WHERE status = 'active';
      CREATE INDEX ix_companies_list ON companies (organization_id, livemode, id);

      CREATE TABLE api_keys (
        id text COLLATE "C" CONSTRAINT pk_api_keys PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL CONSTRAINT fk_api_keys_organization REFERENCES organizations (id),
        livemode boolean NOT NULL,
        company_id text COLLATE "C" CONSTRAINT fk_api_keys_company REFERENCES companies (id),
        key_type text NOT NULL CONSTRAINT ck_api_keys_type CHECK (key_type IN ('personal', 'platform', 'white_label')),
        name text NOT NULL,
        key_prefix text NOT NULL,
        key_hash bytea NOT NULL CONSTRAINT uq_api_keys_hash UNIQUE,
        scopes text[] NOT NULL,
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT ck_api_keys_company CHECK ((key_type = 'personal') = (company_id IS NOT NULL))
      );
      CREATE INDEX ix_api_keys_list ON api_keys (organization_id, livemode, id);

      CREATE TABLE jobs (
        id text COLLATE "C" CONSTRAINT pk_jobs PRIMARY KEY,
        kind text NOT NULL,
        subject_id text COLLATE "C" NOT NULL,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        run_at timestamptz(3) NOT NULL,
        attempt integer NOT NULL DEFAULT 0,
        token integer NOT NULL DEFAULT 0,
        lease_until timestamptz(3),
        last_error text
      );
      CREATE INDEX ix_jobs_due ON jobs (run_at);
      CREATE INDEX ix_jobs_subject ON jobs (subject_id, kind);

      CREATE TABLE idempotency_records (
        id text COLLATE "C" CONSTRAINT pk_idempotency_records PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        fingerprint bytea NOT NULL,
        status smallint,
        sealed_answer bytea,
        expires_at timestamptz(3) NOT NULL
      ) WITH (fillfactor = 70);
      CREATE INDEX ix_idempotency_records_expiry ON idempotency_records (expires_at);

      CREATE TABLE sandbox_participants (
        participant_id text COLLATE "C" NOT NULL,
        organization_id text COLLATE "C" NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        registered_at timestamptz(3) NOT NULL,
        CONSTRAINT pk_sandbox_participants PRIMARY KEY (participant_id, company_id)
      );
      CREATE INDEX ix_sandbox_participants_company ON sandbox_participants (company_id);

      CREATE TABLE sandbox_messages (
        id text COLLATE "C" CONSTRAINT pk_sandbox_messages PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        sender text NOT NULL,
        receiver text NOT NULL,
        payload bytea NOT NULL,
        sent_at timestamptz(3) NOT NULL
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE sandbox_messages, sandbox_participants, idempotency_records, jobs, api_keys, companies, memberships, users, organizations;
    `);
  }
}
