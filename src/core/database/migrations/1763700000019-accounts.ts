import { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions that can be ended, invitations, new passwords by mail, and the count of failed sign-ins. Secrets are hashed or sealed. */
export class Accounts1763700000019 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN name text;
      ALTER TABLE memberships ADD COLUMN joined_at timestamptz(3) NOT NULL DEFAULT now();
      UPDATE memberships SET joined_at = users.created_at FROM users WHERE users.id = memberships.user_id;
      CREATE INDEX ix_memberships_organization ON memberships (organization_id, user_id);
      ALTER TABLE mails ADD COLUMN sealed_secret bytea;

      CREATE TABLE sessions (
        id text COLLATE "C" CONSTRAINT pk_sessions PRIMARY KEY,
        user_id text COLLATE "C" NOT NULL CONSTRAINT fk_sessions_user REFERENCES users (id),
        created_at timestamptz(3) NOT NULL,
        last_seen_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        revoked_at timestamptz(3),
        ip text NOT NULL,
        user_agent text NOT NULL
      );
      CREATE INDEX ix_sessions_user ON sessions (user_id, id);
      CREATE INDEX ix_sessions_expired ON sessions (expires_at);

      CREATE TABLE invitations (
        id text COLLATE "C" CONSTRAINT pk_invitations PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL CONSTRAINT fk_invitations_organization REFERENCES organizations (id),
        email text NOT NULL,
        role text NOT NULL CONSTRAINT ck_invitations_role CHECK (role IN ('owner', 'developer', 'viewer')),
        token_hash bytea NOT NULL CONSTRAINT uq_invitations_token UNIQUE,
        invited_by text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        CONSTRAINT uq_invitations_email UNIQUE (organization_id, email)
      );
      CREATE INDEX ix_invitations_list ON invitations (organization_id, id);

      CREATE TABLE password_resets (
        user_id text COLLATE "C" CONSTRAINT pk_password_resets PRIMARY KEY CONSTRAINT fk_password_resets_user REFERENCES users (id),
        token_hash bytea NOT NULL CONSTRAINT uq_password_resets_token UNIQUE,
        expires_at timestamptz(3) NOT NULL
      );

      CREATE TABLE sign_in_attempts (
        email_hash bytea CONSTRAINT pk_sign_in_attempts PRIMARY KEY,
        count integer NOT NULL,
        ends_at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_sign_in_attempts_ended ON sign_in_attempts (ends_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE sign_in_attempts, password_resets, invitations, sessions;
      ALTER TABLE mails DROP COLUMN sealed_secret;
      DROP INDEX ix_memberships_organization;
      ALTER TABLE memberships DROP COLUMN joined_at;
      ALTER TABLE users DROP COLUMN name;
    `);
  }
}
