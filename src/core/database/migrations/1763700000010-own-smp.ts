import { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is published by our own SMP. In live mode an id belongs to one company; in test mode every tester may try the same. */
export class OwnSmp1763700000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE smp_entries (
        participant_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        migration_key text,
        registered_at timestamptz(3) NOT NULL,
        CONSTRAINT pk_smp_entries PRIMARY KEY (participant_id, livemode, company_id)
      );
      CREATE UNIQUE INDEX ux_smp_entries_live ON smp_entries (participant_id) WHERE livemode;
      CREATE INDEX ix_smp_entries_company ON smp_entries (company_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE smp_entries;`);
  }
}
