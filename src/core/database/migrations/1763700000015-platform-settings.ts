import { MigrationInterface, QueryRunner } from 'typeorm';

/** How an organization shows itself to its tenants, and what its companies do unless they say otherwise. */
export class PlatformSettings1763700000015 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE platform_settings (
        organization_id text COLLATE "C" CONSTRAINT pk_platform_settings PRIMARY KEY
          CONSTRAINT fk_platform_settings_organization REFERENCES organizations (id),
        display_name text,
        primary_color text CONSTRAINT ck_platform_settings_color CHECK (primary_color ~ '^#[0-9A-F]{6}$'),
        support_email text,
        preferred_format text
          CONSTRAINT ck_platform_settings_format CHECK (preferred_format IN ('ubl-xml', 'cii-xml', 'factur-x', 'fatturapa')),
        auto_compliance jsonb NOT NULL DEFAULT '{}',
        updated_at timestamptz(3) NOT NULL
      );

      CREATE TABLE platform_logos (
        organization_id text COLLATE "C" CONSTRAINT pk_platform_logos PRIMARY KEY
          CONSTRAINT fk_platform_logos_settings REFERENCES platform_settings (organization_id) ON DELETE CASCADE,
        url text NOT NULL,
        media_type text NOT NULL
          CONSTRAINT ck_platform_logos_media_type
            CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml')),
        bytes bytea NOT NULL,
        sha256 bytea NOT NULL,
        picture bytea NOT NULL,
        fetched_at timestamptz(3) NOT NULL
      );

      ALTER TABLE companies ADD COLUMN preferred_format text
        CONSTRAINT ck_companies_format CHECK (preferred_format IN ('ubl-xml', 'cii-xml', 'factur-x', 'fatturapa'));

      ALTER TABLE mails ADD COLUMN sender_name text, ADD COLUMN reply_to text;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE mails DROP COLUMN sender_name, DROP COLUMN reply_to;
      ALTER TABLE companies DROP COLUMN preferred_format;
      DROP TABLE platform_logos, platform_settings;
    `);
  }
}
