import { MigrationInterface, QueryRunner } from 'typeorm';

/** What the parties make of documents: history, messages between them, and what our own people note. */
export class Lifecycle1763700000012 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE documents
        ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
        ADD COLUMN notes text,
        ADD COLUMN archived boolean NOT NULL DEFAULT false,
        ADD COLUMN assignee text,
        ADD COLUMN violations json NOT NULL DEFAULT '[]',
        ADD COLUMN transmission smallint NOT NULL DEFAULT 1;
      CREATE INDEX ix_documents_number ON documents (company_id, number);

      CREATE TABLE delivery_history (
        id text COLLATE "C" CONSTRAINT pk_delivery_history PRIMARY KEY,
        document_id text COLLATE "C" NOT NULL CONSTRAINT fk_delivery_history_document REFERENCES documents (id),
        transmission smallint NOT NULL,
        step text NOT NULL CONSTRAINT ck_delivery_history_step CHECK (step IN ('queued', 'sent', 'delivered', 'failed')),
        error_code text,
        error_message text,
        at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_delivery_history_document ON delivery_history (document_id, at, id);

      CREATE TABLE lifecycle_history (
        id text COLLATE "C" CONSTRAINT pk_lifecycle_history PRIMARY KEY,
        document_id text COLLATE "C" NOT NULL CONSTRAINT fk_lifecycle_history_document REFERENCES documents (id),
        actor text NOT NULL CONSTRAINT ck_lifecycle_history_actor CHECK (actor IN ('buyer', 'seller', 'platform', 'authority')),
        status text NOT NULL,
        previous_status text NOT NULL,
        current_status text NOT NULL,
        reason_code text,
        reason text,
        payments json NOT NULL DEFAULT '[]',
        paid_amount numeric NOT NULL DEFAULT 0,
        message_id text COLLATE "C",
        note text,
        issued_at timestamptz(3) NOT NULL,
        at timestamptz(3) NOT NULL
      );
      CREATE INDEX ix_lifecycle_history_document ON lifecycle_history (document_id, at, id);

      CREATE TABLE lifecycle_messages (
        id text COLLATE "C" CONSTRAINT pk_lifecycle_messages PRIMARY KEY,
        direction text NOT NULL CONSTRAINT ck_lifecycle_messages_direction CHECK (direction IN ('outgoing', 'incoming')),
        organization_id text COLLATE "C" NOT NULL,
        livemode boolean NOT NULL,
        company_id text COLLATE "C" NOT NULL CONSTRAINT fk_lifecycle_messages_company REFERENCES companies (id),
        document_id text COLLATE "C" CONSTRAINT fk_lifecycle_messages_document REFERENCES documents (id),
        message_id text COLLATE "C",
        document_type text,
        process text,
        sender text NOT NULL,
        receiver text NOT NULL,
        bytes bytea NOT NULL,
        sha256 bytea NOT NULL,
        state text NOT NULL CONSTRAINT ck_lifecycle_messages_state
          CHECK (state IN ('queued', 'sent', 'delivered', 'failed', 'matched', 'unmatched', 'unreadable')),
        error_code text,
        error_message text,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX uq_lifecycle_messages_inbound ON lifecycle_messages (company_id, message_id) WHERE direction = 'incoming';
      CREATE INDEX ix_lifecycle_messages_document ON lifecycle_messages (document_id, created_at, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE lifecycle_messages, lifecycle_history, delivery_history;
      DROP INDEX ix_documents_number;
      ALTER TABLE documents
        DROP COLUMN tags, DROP COLUMN notes, DROP COLUMN archived, DROP COLUMN assignee, DROP COLUMN violations,
        DROP COLUMN transmission;
    `);
  }
}
