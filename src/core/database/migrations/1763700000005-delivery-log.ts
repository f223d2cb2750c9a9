import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an operator sees of webhooks and deliveries: endpoints' options and history, the evidence of each attempt, replays; events and
 * attempts in a partition a month. Ids begin with the time, so the partitions are ranges of ids and need no other column.
 */
export class DeliveryLog1763700000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(monthPartitions);
    await queryRunner.query(`
      ALTER TABLE webhooks
        ADD COLUMN metadata json NOT NULL DEFAULT '{}',
        ADD COLUMN sealed_headers bytea,
        ADD COLUMN previous_sealed_secret bytea,
        ADD COLUMN previous_secret_until timestamptz(3),
        ADD COLUMN warned_at timestamptz(3),
        ADD COLUMN last_test json;

      CREATE TABLE webhook_status_changes (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_webhook_status_changes PRIMARY KEY,
        webhook_id text COLLATE "C" NOT NULL CONSTRAINT fk_webhook_status_changes_webhook REFERENCES webhooks (id),
        status text NOT NULL,
        changed_by text NOT NULL,
        reason text,
        changed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_webhook_status_changes_webhook ON webhook_status_changes (webhook_id, id);

      ALTER TABLE deliveries ADD COLUMN resent_from text COLLATE "C";
      CREATE INDEX ix_deliveries_exhausted ON deliveries (webhook_id, id) WHERE state = 'exhausted';

      CREATE TABLE webhook_replays (
        id text COLLATE "C" CONSTRAINT pk_webhook_replays PRIMARY KEY,
        webhook_id text COLLATE "C" NOT NULL CONSTRAINT fk_webhook_replays_webhook REFERENCES webhooks (id),
        kind text NOT NULL CONSTRAINT ck_webhook_replays_kind CHECK (kind IN ('release', 'discard', 'replay', 'recover')),
        state text NOT NULL CONSTRAINT ck_webhook_replays_state CHECK (state IN ('running', 'done', 'stopped')),
        since timestamptz(3),
        until timestamptz(3) NOT NULL,
        scope text NOT NULL CONSTRAINT ck_webhook_replays_scope CHECK (scope IN ('all', 'undelivered', 'missing')),
        horizon xid8,
        position text[],
        expected integer NOT NULL,
        queued integer NOT NULL DEFAULT 0,
        discarded integer NOT NULL DEFAULT 0,
        created_by text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3)
      );
      CREATE INDEX ix_webhook_replays_webhook ON webhook_replays (webhook_id, id);

      ALTER TABLE events RENAME TO unpartitioned_events;
      ALTER TABLE unpartitioned_events RENAME CONSTRAINT pk_events TO pk_unpartitioned_events;
      DROP INDEX ix_events_feed, ix_events_company_feed, ix_events_unacknowledged;
      CREATE TABLE events (
        id text COLLATE "C" CONSTRAINT pk_events PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C",
        document_id text COLLATE "C",
        type text NOT NULL,
        body bytea NOT NULL,
        created_at timestamptz(3) NOT NULL,
        acknowledged_at timestamptz(3),
        transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
      ) PARTITION BY RANGE (id);
      CREATE INDEX ix_events_feed ON events (organization_id, livemode, transaction_id, id);
      CREATE INDEX ix_events_company_feed ON events (organization_id, livemode, company_id, transaction_id, id);
      CREATE INDEX ix_events_unacknowledged ON events (organization_id, livemode, transaction_id, id) WHERE acknowledged_at IS NULL;
      CREATE INDEX ix_events_document ON events (document_id) WHERE document_id IS NOT NULL;
      CREATE TABLE events_rest PARTITION OF events DEFAULT WITH (fillfactor = 90);

      ALTER TABLE delivery_attempts RENAME TO unpartitioned_attempts;
      ALTER TABLE unpartitioned_attempts RENAME CONSTRAINT pk_delivery_attempts TO pk_unpartitioned_attempts;
      CREATE TABLE delivery_attempts (
        delivery_id text COLLATE "C" NOT NULL,
        number smallint NOT NULL,
        started_at timestamptz(3) NOT NULL,
        duration_ms integer NOT NULL,
        url text NOT NULL,
        request_headers json,
        body_sha256 bytea,
        status_code smallint,
        error text,
        response_body bytea,
        remote_address text,
        tls json,
        CONSTRAINT pk_delivery_attempts PRIMARY KEY (delivery_id, number)
      ) PARTITION BY RANGE (delivery_id);
      CREATE TABLE delivery_attempts_rest PARTITION OF delivery_attempts DEFAULT;

      SELECT add_month_partitions('events', 'evt_', now(), 3), add_month_partitions('delivery_attempts', 'dlv_', now(), 3);
      INSERT INTO events SELECT * FROM unpartitioned_events;
      INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, url, status_code, error, response_body)
        SELECT delivery_id, number, started_at, duration_ms, url, status_code, error, response_body FROM unpartitioned_attempts;
      DROP TABLE unpartitioned_events, unpartitioned_attempts;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE whole_events (LIKE events INCLUDING DEFAULTS, CONSTRAINT pk_whole_events PRIMARY KEY (id)) WITH (fillfactor = 90);
      INSERT INTO whole_events SELECT * FROM events;
      DROP TABLE events;
      ALTER TABLE whole_events RENAME TO events;
      ALTER TABLE events RENAME CONSTRAINT pk_whole_events TO pk_events;
      CREATE INDEX ix_events_feed ON events (organization_id, livemode, transaction_id, id);
      CREATE INDEX ix_events_company_feed ON events (organization_id, livemode, company_id, transaction_id, id);
      CREATE INDEX ix_events_unacknowledged ON events (organization_id, livemode, transaction_id, id) WHERE acknowledged_at IS NULL;
      CREATE TABLE whole_attempts (LIKE delivery_attempts, CONSTRAINT pk_whole_attempts PRIMARY KEY (delivery_id, number));
      INSERT INTO whole_attempts SELECT * FROM delivery_attempts;
      DROP TABLE delivery_attempts;
      ALTER TABLE whole_attempts DROP COLUMN request_headers, DROP COLUMN body_sha256, DROP COLUMN remote_address, DROP COLUMN tls;
      ALTER TABLE whole_attempts RENAME TO delivery_attempts;
      ALTER TABLE delivery_attempts RENAME CONSTRAINT pk_whole_attempts TO pk_delivery_attempts;
      DROP TABLE webhook_replays, webhook_status_changes;
      DROP INDEX ix_deliveries_exhausted;
      ALTER TABLE deliveries DROP COLUMN resent_from;
      ALTER TABLE webhooks DROP COLUMN metadata, DROP COLUMN sealed_headers, DROP COLUMN previous_sealed_secret,
        DROP COLUMN previous_secret_until, DROP COLUMN warned_at, DROP COLUMN last_test;
      DROP FUNCTION add_month_partitions, ulid_time;
    `);
  }
}

/**
 * `ulid_time`: the first ten characters of the ULIDs of that millisecond. `add_month_partitions`: makes those partitions that are
 * missing, this month's and so many after it, and moves in what the default partition has caught for them meanwhile.
 */
const monthPartitions = `
  CREATE FUNCTION ulid_time(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ',
      (((floor(extract(epoch FROM at) * 1000)::bigint >> (45 - place * 5)) & 31) + 1)::integer, 1), '' ORDER BY place)
    FROM generate_series(0, 9) AS place
  $$;

  CREATE OR REPLACE FUNCTION new_delivery_id(at timestamptz) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'dlv_' || ulid_time(at) || upper(right(replace(gen_random_uuid()::text, '-', ''), 16))
  $$;

  CREATE FUNCTION add_month_partitions(parent text, prefix text, at timestamptz, ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    month timestamptz;
    partition text;
    lowest text;
    beyond text;
    added integer := 0;
    key text := (SELECT attname FROM pg_partitioned_table JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0]
                 WHERE partrelid = parent::regclass);
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('add_month_partitions'));
    FOR place IN 0..ahead LOOP
      month := (date_trunc('month', at AT TIME ZONE 'UTC') + make_interval(months => place)) AT TIME ZONE 'UTC';
      partition := parent || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM');
      CONTINUE WHEN to_regclass(partition) IS NOT NULL;
      lowest := prefix || ulid_time(month);
      beyond := prefix || ulid_time((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) WITH (fillfactor = 90)', partition, parent);
      EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        parent || '_rest', key, lowest, key, beyond, partition);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition, lowest, beyond);
      added := added + 1;
    END LOOP;
    RETURN added;
  END $$;
`;
