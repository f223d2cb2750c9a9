import { MigrationInterface, QueryRunner } from 'typeorm';

/** The log of what flows had actions do. */
export class Executions1763700000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gateway_executions (
        id text COLLATE "C" CONSTRAINT pk_gateway_executions PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        action_name text COLLATE "C" NOT NULL,
        state text NOT NULL CONSTRAINT ck_gateway_executions_state CHECK (state IN ('running', 'succeeded', 'failed', 'interrupted')),
        idempotency_key text COLLATE "C",
        fingerprint bytea,
        url text NOT NULL,
        request_body bytea NOT NULL,
        status_code smallint,
        response_body bytea,
        result text,
        error text,
        started_at timestamptz(3) NOT NULL,
        duration_ms integer
      );
      CREATE UNIQUE INDEX uq_gateway_executions_key ON gateway_executions (organization_id, action_name, idempotency_key)
        WHERE idempotency_key IS NOT NULL;
      CREATE INDEX ix_gateway_executions_list ON gateway_executions (organization_id, action_name, id);
      CREATE INDEX ix_gateway_executions_running ON gateway_executions (started_at) WHERE state = 'running';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE gateway_executions;`);
  }
}
