import { MigrationInterface, QueryRunner } from 'typeorm';

/** What proves that something was sent and what became of it, and since when a document waits for a network that does not answer. */
export class Transmissions1763700000011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE transmission_evidence (
        transmission_id text COLLATE "C" NOT NULL,
        kind text NOT NULL CONSTRAINT ck_transmission_evidence_kind CHECK (kind IN ('sent', 'accepted', 'delivered', 'failed')),
        sha256 bytea NOT NULL,
        media_type text,
        bytes bytea,
        recorded_at timestamptz(3) NOT NULL,
        CONSTRAINT pk_transmission_evidence PRIMARY KEY (transmission_id, kind, sha256)
      );
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is never changed, only added to', TG_TABLE_NAME; END
      $$;
      CREATE TRIGGER transmission_evidence_stays BEFORE UPDATE ON transmission_evidence
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      ALTER TABLE documents ADD COLUMN unreachable_since timestamptz(3);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE documents DROP COLUMN unreachable_since;
      DROP TABLE transmission_evidence;
      DROP FUNCTION refuse_change;
    `);
  }
}
