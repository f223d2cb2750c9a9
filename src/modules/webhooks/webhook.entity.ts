import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Scorecard } from './scorecard';

export const webhookStatuses = ['active', 'paused', 'disabled'] as const;

export type WebhookStatus = (typeof webhookStatuses)[number];

@Entity('webhooks')
export class WebhookEntity {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_webhooks' })
  id: string;

  @Column({ type: 'text', name: 'organization_id', collation: 'C' })
  organizationId: string;

  @Column('boolean')
  livemode: boolean;

  /** Null for one of the organization's own, which gets the events of all its companies. */
  @Column({ type: 'text', name: 'company_id', collation: 'C', nullable: true })
  companyId: string | null;

  @Column('text')
  url: string;

  @Column({ type: 'text', name: 'event_types', array: true })
  eventTypes: string[];

  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Column('text')
  status: WebhookStatus;

  /** The owner's own data. */
  @Column('json')
  metadata: object;

  @Column('bytea', { name: 'sealed_secret' })
  sealedSecret: Buffer;

  /** The secret before the last rotation, which signs beside the new one until `previousSecretUntil`. */
  @Column({ type: 'bytea', name: 'previous_sealed_secret', nullable: true })
  previousSealedSecret: Buffer | null;

  @Column({ type: 'timestamptz', name: 'previous_secret_until', precision: 3, nullable: true })
  previousSecretUntil: Date | null;

  /** The owner's own headers, as sealed JSON: they may hold credentials. */
  @Column({ type: 'bytea', name: 'sealed_headers', nullable: true })
  sealedHeaders: Buffer | null;

  /** Calls that may be open at a time. */
  @Column('integer', { name: 'in_flight_limit' })
  inFlightLimit: number;

  /** Failed attempts since the last success. */
  @Column('integer', { name: 'failure_count', default: 0 })
  failureCount: number;

  /** When a success, or its owner, last set failureCount back. */
  @Column({ type: 'timestamptz', name: 'recovered_at', precision: 3, nullable: true })
  recoveredAt: Date | null;

  @Column({ type: 'timestamptz', name: 'paused_at', precision: 3, nullable: true })
  pausedAt: Date | null;

  @Column({ type: 'text', name: 'paused_reason', nullable: true })
  pausedReason: string | null;

  /** When its owner was last warned of failures that may pause it. */
  @Column({ type: 'timestamptz', name: 'warned_at', precision: 3, nullable: true })
  warnedAt: Date | null;

  /** What the last test found. */
  @Column({ type: 'json', name: 'last_test', nullable: true })
  lastTest: Scorecard | null;

  /** When the claim last took deliveries of it; the least recently served goes first. */
  @Column({ type: 'timestamptz', name: 'last_served_at', precision: 3, nullable: true })
  lastServedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt: Date;

  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt: Date | null;
}
