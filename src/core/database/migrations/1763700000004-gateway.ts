import { MigrationInterface, QueryRunner } from 'typeorm';

/** The Flowent gateway: API tokens of external developers, and the actions they register. */
export class Gateway1763700000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gateway_api_tokens (
        id text COLLATE "C" CONSTRAINT pk_gateway_api_tokens PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL
          CONSTRAINT fk_gateway_api_tokens_organization REFERENCES organizations (id),
        name text NOT NULL,
        token_prefix text NOT NULL,
        token_hash bytea NOT NULL CONSTRAINT uq_gateway_api_tokens_hash UNIQUE,
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_gateway_api_tokens_list ON gateway_api_tokens (organization_id, id) WHERE revoked_at IS NULL;

      CREATE TABLE gateway_actions (
        id uuid CONSTRAINT pk_gateway_actions PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL
          CONSTRAINT fk_gateway_actions_organization REFERENCES organizations (id),
        name text COLLATE "C" NOT NULL CONSTRAINT ck_gateway_actions_name CHECK (name ~ '^[a-z0-9_]{1,100}$'),
        description text NOT NULL,
        webhook_url text NOT NULL,
        json_schema json NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        CONSTRAINT uq_gateway_actions_name UNIQUE (organization_id, name)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE gateway_actions, gateway_api_tokens;
    `);
  }
}
