import { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents, events, webhooks with their deliveries, and the usage record. */
export class Exchange1763700000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE documents (
        id text COLLATE "C" CONSTRAINT pk_documents PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL CONSTRAINT fk_documents_company REFERENCES companies (id),
        direction text NOT NULL CONSTRAINT ck_documents_direction CHECK (direction IN ('outgoing', 'incoming')),
        type text NOT NULL,
        number text NOT NULL,
        status text NOT NULL CONSTRAINT ck_documents_status CHECK (status IN ('validated', 'queued', 'sent', 'failed', 'received')),
        delivery_status text CONSTRAINT ck_documents_delivery_status CHECK (delivery_status IN ('pending', 'delivered', 'failed')),
        lifecycle_status text NOT NULL,
        sender_id text NOT NULL,
        sender_name text NOT NULL,
        receiver_id text NOT NULL,
        receiver_name text NOT NULL,
        issue_date date NOT NULL,
        due_date date,
        currency text NOT NULL,
        total numeric NOT NULL,
        metadata json NOT NULL,
        message_id text COLLATE "C",
        error_code text,
        error_message text,
        sequence integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        sent_at timestamptz(3),
        delivered_at timestamptz(3)
      ) WITH (fillfactor = 85);
      CREATE INDEX ix_documents_list ON documents (organization_id, livemode, company_id, id);
      CREATE INDEX ix_documents_organization ON documents (organization_id, livemode, id);
      CREATE INDEX ix_documents_queued ON documents (company_id) WHERE status = 'queued';
      CREATE UNIQUE INDEX uq_documents_inbound ON documents (company_id, message_id) WHERE direction = 'incoming';

      CREATE TABLE document_payloads (
        document_id text COLLATE "C" CONSTRAINT pk_document_payloads PRIMARY KEY
          CONSTRAINT fk_document_payloads_document REFERENCES documents (id),
        media_type text NOT NULL,
        bytes bytea NOT NULL,
        sha256 bytea NOT NULL
      );

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
      ) WITH (fillfactor = 90);
      CREATE INDEX ix_events_feed ON events (organization_id, livemode, transaction_id, id);
      CREATE INDEX ix_events_company_feed ON events (organization_id, livemode, company_id, transaction_id, id);
      CREATE INDEX ix_events_unacknowledged ON events (organization_id, livemode, transaction_id, id) WHERE acknowledged_at IS NULL;

      CREATE TABLE webhooks (
        id text COLLATE "C" CONSTRAINT pk_webhooks PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL CONSTRAINT fk_webhooks_organization REFERENCES organizations (id),
        livemode boolean NOT NULL,
        company_id text COLLATE "C" CONSTRAINT fk_webhooks_company REFERENCES companies (id),
        url text NOT NULL,
        event_types text[] NOT NULL,
        description text,
        status text NOT NULL CONSTRAINT ck_webhooks_status CHECK (status IN ('active', 'paused', 'disabled')),
        sealed_secret bytea NOT NULL,
        in_flight_limit integer NOT NULL,
        failure_count integer NOT NULL DEFAULT 0,
        recovered_at timestamptz(3),
        paused_at timestamptz(3),
        paused_reason text,
        last_served_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        deleted_at timestamptz(3)
      ) WITH (fillfactor = 50);
      CREATE INDEX ix_webhooks_list ON webhooks (organization_id, livemode, id) WHERE deleted_at IS NULL;

      CREATE TABLE deliveries (
        id text COLLATE "C" CONSTRAINT pk_deliveries PRIMARY KEY,
        webhook_id text COLLATE "C" NOT NULL CONSTRAINT fk_deliveries_webhook REFERENCES webhooks (id),
        event_id text COLLATE "C" NOT NULL,
        event_type text NOT NULL,
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        state text NOT NULL CONSTRAINT ck_deliveries_state
          CHECK (state IN ('pending', 'leased', 'delivered', 'held', 'exhausted', 'discarded')),
        attempt smallint NOT NULL DEFAULT 0,
        token integer NOT NULL DEFAULT 0,
        due_at timestamptz(3) NOT NULL,
        lease_until timestamptz(3),
        first_failed_at timestamptz(3),
        settled_at timestamptz(3),
        created_at timestamptz(3) NOT NULL
      ) WITH (fillfactor = 70);
      CREATE INDEX ix_deliveries_first ON deliveries (webhook_id, due_at) WHERE state = 'pending' AND attempt = 0;
      CREATE INDEX ix_deliveries_retry ON deliveries (webhook_id, due_at) WHERE state = 'pending' AND attempt > 0;
      CREATE INDEX ix_deliveries_leased ON deliveries (webhook_id, lease_until) WHERE state = 'leased';
      CREATE INDEX ix_deliveries_held ON deliveries (webhook_id, id) WHERE state = 'held';
      CREATE INDEX ix_deliveries_log ON deliveries (webhook_id, id);
      CREATE INDEX ix_deliveries_event ON deliveries (event_id);

      CREATE TABLE delivery_attempts (
        delivery_id text COLLATE "C" NOT NULL,
        number smallint NOT NULL,
        started_at timestamptz(3) NOT NULL,
        duration_ms integer NOT NULL,
        url text NOT NULL,
        status_code smallint,
        error text,
        response_body bytea,
        CONSTRAINT pk_delivery_attempts PRIMARY KEY (delivery_id, number)
      );

      CREATE TABLE usage_records (
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL,
        day date NOT NULL,
        kind text NOT NULL CONSTRAINT ck_usage_records_kind CHECK (kind IN ('sent', 'received', 'compliance_report')),
        event_id text COLLATE "C" NOT NULL,
        CONSTRAINT pk_usage_records PRIMARY KEY (organization_id, livemode, day, company_id, kind, event_id)
      );

      CREATE FUNCTION new_delivery_id(at timestamptz) RETURNS text LANGUAGE sql VOLATILE AS $$
        SELECT 'dlv_' || string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', digit + 1, 1), '' ORDER BY place)
        FROM (
          SELECT place, ((floor(extract(epoch FROM at) * 1000)::bigint >> (45 - place * 5)) & 31)::integer AS digit
          FROM generate_series(0, 9) AS place
          UNION ALL
          SELECT 10 + place, get_byte(random, place) & 31
          FROM (SELECT uuid_send(gen_random_uuid()) AS random) AS source, generate_series(0, 15) AS place
        ) AS digits
      $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION new_delivery_id;
      DROP TABLE usage_records, delivery_attempts, deliveries, webhooks, events, document_payloads, documents;
    `);
  }
}
