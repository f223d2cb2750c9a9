import { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys that the gateway signs its calls with; a revoked one stays as evidence, without its secret. */
export class HmacKeys1763700000007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gateway_hmac_keys (
        id text COLLATE "C" CONSTRAINT pk_gateway_hmac_keys PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL
          CONSTRAINT fk_gateway_hmac_keys_organization REFERENCES organizations (id),
        name text NOT NULL,
        key_prefix text NOT NULL,
        sealed_key bytea,
        revoked_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT ck_gateway_hmac_keys_revoked CHECK ((revoked_at IS NULL) = (sealed_key IS NOT NULL))
      );
      CREATE INDEX ix_gateway_hmac_keys_active ON gateway_hmac_keys (organization_id, id) WHERE revoked_at IS NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE gateway_hmac_keys;
    `);
  }
}
