import { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom to write to in organizations whose people an external issuer keeps: those who came with a token of an owner or developer. */
export class ExternalContacts1763700000030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE external_contacts (
        organization_id text COLLATE "C" NOT NULL CONSTRAINT fk_external_contacts_organization REFERENCES organizations (id),
        user_id text COLLATE "C" NOT NULL,
        email text NOT NULL,
        seen_at timestamptz(3) NOT NULL,
        CONSTRAINT pk_external_contacts PRIMARY KEY (organization_id, user_id)
      );
      CREATE INDEX ix_external_contacts_seen ON external_contacts (seen_at);
      SELECT protect_rows('external_contacts');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE external_contacts');
  }
}
