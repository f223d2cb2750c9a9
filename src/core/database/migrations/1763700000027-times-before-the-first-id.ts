import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ids begin with 1970. `ulid_time` made of earlier times what sorts above all ids, so that whoever asked for all since 1900 was told
 * of nothing; now it answers with the lowest beginning of all.
 */
export class TimesBeforeTheFirstId1763700000027 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ulidTime('greatest(floor(extract(epoch FROM at) * 1000)::bigint, 0)'));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ulidTime('floor(extract(epoch FROM at) * 1000)::bigint'));
  }
}

/** The first ten characters of the ULIDs of that millisecond. */
function ulidTime(milliseconds: string): string {
  return `
    CREATE OR REPLACE FUNCTION ulid_time(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ',
        (((${milliseconds} >> (45 - place * 5)) & 31) + 1)::integer, 1), '' ORDER BY place)
      FROM generate_series(0, 9) AS place
    $$;
  `;
}
