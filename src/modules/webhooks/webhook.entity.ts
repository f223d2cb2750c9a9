import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  @Column('bytea', { name: 'sealed_secret' })
  sealedSecret: Buffer;

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
