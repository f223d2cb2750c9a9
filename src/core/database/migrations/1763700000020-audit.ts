import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who changed what, when and from where. Rows are only ever added: the triggers refuse the rest, save for the function that moves rows
 * into the partition of their month. Retention drops whole partitions, which is no DELETE.
 */
export class Audit1763700000020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A domain, since partitions that are made later bring no check of their own.
      CREATE DOMAIN audit_actor AS text CONSTRAINT ck_audit_actor
        CHECK (VALUE IN ('key', 'user', 'token', 'operator', 'system', 'anonymous'));
      CREATE TABLE audit_records (
        id text COLLATE "C" CONSTRAINT pk_audit_records PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean,
        company_id text COLLATE "C",
        action text COLLATE "C" NOT NULL,
        subject_type text NOT NULL,
        subject_id text COLLATE "C" NOT NULL,
        changes json NOT NULL,
        actor_kind audit_actor NOT NULL,
        actor_id text COLLATE "C",
        actor_name text,
        actor_key_prefix text,
        ip_address text,
        user_agent text,
        request_id text COLLATE "C",
        idempotency_key text COLLATE "C",
        created_at timestamptz(3) NOT NULL
      ) PARTITION BY RANGE (id);
      CREATE INDEX ix_audit_records_list ON audit_records (organization_id, id);
      CREATE INDEX ix_audit_records_subject ON audit_records (organization_id, subject_id, id);
      CREATE INDEX ix_audit_records_company ON audit_records (organization_id, company_id, id) WHERE company_id IS NOT NULL;
      CREATE TABLE audit_records_rest PARTITION OF audit_records DEFAULT;

      CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        callers text;
      BEGIN
        GET DIAGNOSTICS callers = PG_CONTEXT;
        IF TG_OP = 'DELETE' AND callers LIKE '%function add_month_partitions(%' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'audit_records are never changed: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER tr_audit_records_append_only BEFORE UPDATE OR DELETE ON audit_records
        FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
      CREATE TRIGGER tr_audit_records_no_truncate BEFORE TRUNCATE ON audit_records
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

      SELECT add_month_partitions('audit_records', 'aud_', now(), 3);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE audit_records;
      DROP DOMAIN audit_actor;
      DROP FUNCTION refuse_audit_change;
    `);
  }
}
