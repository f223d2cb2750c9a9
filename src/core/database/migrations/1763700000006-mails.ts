import { MigrationInterface, QueryRunner } from 'typeorm';

/** Mails to organizations: what they say, and whether they went out. */
export class Mails1763700000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE mails (
        id text COLLATE "C" CONSTRAINT pk_mails PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL
          CONSTRAINT fk_mails_organization REFERENCES organizations (id),
        livemode boolean NOT NULL,
        recipients text[] NOT NULL,
        unreached text[] NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        status text NOT NULL CONSTRAINT ck_mails_status CHECK (status IN ('waiting', 'sent', 'failed')),
        error text,
        created_at timestamptz(3) NOT NULL,
        settled_at timestamptz(3)
      );
      CREATE INDEX ix_mails_organization ON mails (organization_id, livemode, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE mails;
    `);
  }
}
