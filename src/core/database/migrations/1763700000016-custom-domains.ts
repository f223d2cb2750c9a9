import { MigrationInterface, QueryRunner } from 'typeorm';

/** The domains of organizations with their certificates, our accounts at certificate authorities, and what those ask for. */
export class CustomDomains1763700000016 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE custom_domains (
        id text COLLATE "C" CONSTRAINT pk_custom_domains PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL
          CONSTRAINT fk_custom_domains_organization REFERENCES organizations (id)
          CONSTRAINT uq_custom_domains_organization UNIQUE,
        claimed_live boolean NOT NULL,
        hostname text COLLATE "C" NOT NULL,
        status text NOT NULL
          CONSTRAINT ck_custom_domains_status CHECK (status IN ('pending_dns', 'issuing', 'active', 'failed')),
        claimed_at timestamptz(3) NOT NULL,
        checked_at timestamptz(3),
        verified_at timestamptz(3),
        asked_at timestamptz(3),
        error_code text,
        error_message text,
        failing_since timestamptz(3),
        noticed_at timestamptz(3),
        wait_until timestamptz(3),
        order_url text,
        order_key bytea,
        ordered_at timestamptz(3),
        certificate text,
        private_key bytea,
        issuer text,
        not_after timestamptz(3),
        renews_after timestamptz(3),
        CONSTRAINT ck_custom_domains_active CHECK (status <> 'active' OR (certificate IS NOT NULL AND verified_at IS NOT NULL)),
        CONSTRAINT ck_custom_domains_certificate CHECK ((certificate IS NULL) = (private_key IS NULL)),
        CONSTRAINT ck_custom_domains_order CHECK ((order_url IS NULL) = (order_key IS NULL))
      );
      CREATE UNIQUE INDEX uq_custom_domains_verified ON custom_domains (hostname) WHERE verified_at IS NOT NULL;

      CREATE TABLE acme_accounts (
        directory_url text CONSTRAINT pk_acme_accounts PRIMARY KEY,
        private_key bytea NOT NULL,
        account_url text,
        created_at timestamptz(3) NOT NULL
      );

      CREATE TABLE acme_challenges (
        token text COLLATE "C" CONSTRAINT pk_acme_challenges PRIMARY KEY,
        key_authorization text NOT NULL,
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_acme_challenges_created ON acme_challenges (created_at);

      -- Whoever asks may not see the rows of others, and yet must learn that a name is taken.
      CREATE FUNCTION hostname_is_taken(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
        SELECT EXISTS (SELECT FROM custom_domains WHERE hostname = wanted AND verified_at IS NOT NULL)
      $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION hostname_is_taken;
      DROP TABLE acme_challenges, acme_accounts, custom_domains;
    `);
  }
}
